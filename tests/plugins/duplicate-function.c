#define MOCK_NAME "duplicate-function"
#define MOCK_SECOND "first"
#include "mock.h"
