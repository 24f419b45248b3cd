#define MOCK_NAME "large-size"
#define MOCK_SIZE 5000
#include "mock.h"
