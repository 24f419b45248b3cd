/* Built for a later major version, of which this program knows nothing. */
#define MOCK_NAME "wrong-symbol"
#define MOCK_ENTRY
#include "mock.h"

KT_EXPORT const struct kt_plugin *kontrakttjek_plugin_v2(void);
const struct kt_plugin *kontrakttjek_plugin_v2(void)
{
	return &mock;
}
