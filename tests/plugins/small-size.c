#define MOCK_NAME "small-size"
#define MOCK_SIZE 16
#include "mock.h"
