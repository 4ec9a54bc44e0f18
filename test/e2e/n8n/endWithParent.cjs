// Loaded into n8n before it starts. n8n is the leader of its own process group, so a test run or a
// demo that is killed would leave it behind: it ends when the pipe on its stdin closes.
const { isMainThread } = require('node:worker_threads');

// Worker threads load this file too; a listener on stdin would keep them from ending.
if (isMainThread) {
	process.stdin.on('end', () => process.kill(-process.pid, 'SIGKILL'));
	process.stdin.resume();
	process.stdin.unref();
}
