#define MOCK_NAME "good"
#include "mock.h"
