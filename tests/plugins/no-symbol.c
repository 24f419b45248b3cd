/* Any library that is no plugin. */
#include <kontrakttjek/plugin.h>

KT_EXPORT int something_else(void);
int something_else(void)
{
	return 1;
}
