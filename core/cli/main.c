#include <signal.h>
#include <stdio.h>

#include "cli/cli.h"

int main(int argc, char **argv)
{
	struct kt_options options;
	struct kt_error error;
	int code;

	/* a reader that goes away is told of as any other failed write */
	signal(SIGPIPE, SIG_IGN);
	kt_error_clear(&error);
	if (kt_options_parse(argc, argv, &options, &error) != KT_OK)
		code = kt_cli_usage(&options, &error);
	else if (options.help)
		code = kt_cmd_help(&options);
	else if (options.version)
		code = kt_cmd_version(&options);
	else
		code = options.command->run(&options);
	code = kt_cli_flush(&options, code);
	kt_options_finish(&options);
	return code;
}
