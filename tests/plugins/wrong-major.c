#define MOCK_NAME "wrong-major"
#define MOCK_MAJOR 2
#include "mock.h"
