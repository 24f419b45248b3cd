#define MOCK_NAME NULL
#define MOCK_PREFIX "null-name"
#include "mock.h"
