#define MOCK_NAME "null-callback"
#define MOCK_CALL NULL
#include "mock.h"
