/**
 * npm run lock: adds to package-lock.json what npm leaves out when its registry holds no copy for
 * another platform: the optional packages of exactly one platform, such as
 * @swc/core-darwin-arm64. Without them `npm ci` refuses the lock file everywhere.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const PLATFORM =
	/-(?<os>aix|android|darwin|freebsd|linux|openharmony|win32)-(?<cpu>[a-z]+\d*[a-z]*)(?:-(?<abi>[a-z]+))?$/;
const EXACT = /^\d+\.\d+\.\d+$/;
const LIBC = { gnu: 'glibc', musl: 'musl' };

/** The lock's missing optional packages as [path, entry], by its "packages". */
export function missing(packages) {
	const names = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)));
	return Object.values(packages)
		.flatMap(({ optionalDependencies = {} }) => Object.entries(optionalDependencies))
		.filter(([name]) => !names.has(name))
		.map(([name, version]) => [`node_modules/${name}`, entry(name, version)]);
}

function entry(name, version) {
	const platform = PLATFORM.exec(name)?.groups;
	if (!platform || !EXACT.test(version)) {
		throw new Error(`Add ${name} ${version} by hand: its name tells no platform or no one version`);
	}
	const libc = platform.os === 'linux' ? LIBC[platform.abi] : undefined;
	return {
		version,
		cpu: [platform.cpu],
		dev: true,
		...(libc ? { libc: [libc] } : {}),
		optional: true,
		os: [platform.os],
	};
}

if (process.argv[1] === import.meta.filename) {
	const file = new URL('../package-lock.json', import.meta.url);
	const lock = JSON.parse(readFileSync(file, 'utf8'));
	const added = missing(lock.packages);
	const [root, ...rest] = Object.entries(lock.packages);
	const sorted = [...rest, ...added].sort(([a], [b]) => a.localeCompare(b, 'en'));
	lock.packages = Object.fromEntries([root, ...sorted]);
	writeFileSync(file, `${JSON.stringify(lock, null, '\t')}\n`);
	console.log(`${added.length} optional packages of other platforms added to package-lock.json`);
}
