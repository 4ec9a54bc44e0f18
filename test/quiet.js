// n8n-core logs what its tests provoke on purpose; the failure that matters is the test's own.
process.env.N8N_LOG_LEVEL ??= 'silent';
