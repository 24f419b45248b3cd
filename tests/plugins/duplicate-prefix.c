#define MOCK_NAME "duplicate-prefix"
#define MOCK_PREFIX "good"
#include "mock.h"
