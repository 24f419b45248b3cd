#define MOCK_NAME "null-descriptor"
#define MOCK_DESCRIPTOR *(const struct kt_plugin *)NULL
#include "mock.h"
