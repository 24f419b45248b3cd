/* As a file before good.so, as a name after it. */
#define MOCK_NAME "good-two"
#include "mock.h"
