import { join } from 'node:path';

/** Where a claude-flow 3.x project keeps what we read. */
export function projectPaths(folder: string) {
  const flow = (...names: string[]) => join(folder, '.claude-flow', ...names);
  const swarm = (...names: string[]) => join(folder, '.swarm', ...names);
  return {
    tasks: flow('tasks', 'store.json'),
    agents: flow('agents', 'store.json'),
    hiveAgents: flow('agents.json'),
    swarms: flow('swarm', 'swarm-state.json'),
    performance: flow('performance', 'metrics.json'),
    system: flow('system', 'metrics.json'),
    trajectories: swarm('model-router-trajectories.jsonl'),
    runTranscripts: swarm('run-transcripts.jsonl'),
    hive: flow('hive-mind', 'state.json'),
    cliSwarm: swarm('state.json'),
    receipts: flow('policy', 'state.json'),
    daemon: flow('daemon-state.json'),
    neural: flow('neural', 'stats.json'),
    router: swarm('model-router-state.json'),
    sessions: flow('sessions'),
    costs: swarm('cost-events.jsonl'),
    memory: swarm('memory.db'),
    feedback: swarm('agentdb-memory.db'),
  };
}
