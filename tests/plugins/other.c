#define MOCK_NAME "other"
#include "mock.h"
