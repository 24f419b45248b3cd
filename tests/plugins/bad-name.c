#define MOCK_NAME "Bad_Name"
#include "mock.h"
