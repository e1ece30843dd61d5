/** Loaded into a server before all else: tells the bench what CPU time it took, and ends with the bench. */
process.on('message', () => process.send?.(process.cpuUsage()));
process.on('disconnect', () => process.exit());
