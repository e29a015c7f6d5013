import { openDriverSocket } from './driver.js';
import { startJobs } from './jobs.js';
import { startMetrics } from './metrics.js';
import { startState } from './state.js';

await startJobs();
startState();
openDriverSocket();
startMetrics();
