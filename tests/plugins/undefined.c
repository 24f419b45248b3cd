/* Needs a function that is nowhere: linked without -Wl,-z,defs. */
#define MOCK_NAME "undefined"
#define MOCK_ENTRY
#include "mock.h"

void kt_this_function_does_not_exist(void);

KT_EXPORT const struct kt_plugin *kontrakttjek_plugin_v1(void);
const struct kt_plugin *kontrakttjek_plugin_v1(void)
{
	kt_this_function_does_not_exist();
	return &mock;
}
