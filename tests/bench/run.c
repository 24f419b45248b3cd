/*
 * Runs a command with nothing to say and tells what it took, in one line:
 * microseconds by the wall clock, microseconds of CPU, KiB at most in memory,
 * exit code.
 *
 *   run COMMAND ARGUMENT...
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long microseconds(struct timeval t)
{
	return (long long)t.tv_sec * 1000000 + t.tv_usec;
}

static void become(char **command)
{
	int nowhere = open("/dev/null", O_RDWR);

	for (int i = 0; i <= 2; i++)
		dup2(nowhere, i);
	execvp(command[0], command);
	_exit(127);
}

int main(int argc, char **argv)
{
	struct timespec began, ended;
	struct rusage used;
	int status;
	pid_t child;

	if (argc < 2)
		return 2;
	clock_gettime(CLOCK_MONOTONIC, &began);
	child = fork();
	if (child == 0)
		become(argv + 1);
	if (child < 0 || wait4(child, &status, 0, &used) != child)
		return 1;
	clock_gettime(CLOCK_MONOTONIC, &ended);
	printf("%lld %lld %ld %d\n",
	    (long long)(ended.tv_sec - began.tv_sec) * 1000000 +
		(ended.tv_nsec - began.tv_nsec) / 1000,
	    microseconds(used.ru_utime) + microseconds(used.ru_stime),
	    used.ru_maxrss, WIFEXITED(status) ? WEXITSTATUS(status) : 128);
	return 0;
}
