#define MOCK_NAME "another-name"
#include "mock.h"
