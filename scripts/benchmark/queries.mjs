import { startService } from '../lib/service.mjs';
import { buildCollector, install, ROOT, runMain } from '../setup.mjs';
import { machine, median, report } from './machine.mjs';

const SWARMS = 50;
const TASKS = 20_000;
const BATCH = 10_000;
const ROUNDS = 5;
const START = Date.UTC(2026, 0, 1);

/** What is asked; each also over a window of its own, so that no answer can be one that is kept. */
const QUESTIONS = {
  swarms: { type: 'swarms' },
  timeseries: { type: 'timeseries', metric: 'task_duration' },
  ranking: { type: 'ranking', metric: 'task_duration' },
  comparison: { type: 'comparison' },
};

/** Seconds that queries over 1 M tasks of 50 swarms take over HTTP: the first answer, and the median of those after it. */
await runMain(async () => {
  await install();
  await buildCollector();
  const service = await startService(ROOT, ['--no-demo']);
  try {
    await fill(service.url);
    const figures = {};
    for (const [name, question] of Object.entries(QUESTIONS)) {
      const times = [];
      for (let round = 0; round < ROUNDS; round++) {
        times.push(await ask(service.url, question, round));
      }
      figures[`${name}FirstSeconds`] = times[0];
      figures[`${name}Seconds`] = median(times.slice(1));
    }
    report({ machine: machine(), swarms: SWARMS, tasks: SWARMS * TASKS, ...figures });
  } finally {
    await service.stop();
  }
});

/** @param {string} url */
async function fill(url) {
  const random = generator(1);
  const types = ['code', 'test', 'review', 'plan'];
  for (let first = 0; first < SWARMS * TASKS; first += BATCH) {
    const lines = Array.from({ length: BATCH }, (_, index) => {
      const task = first + index;
      const swarm = task % SWARMS;
      const type = Math.floor(random() ** (1 + swarm / SWARMS) * types.length);
      return JSON.stringify({
        id: `task-${task}`,
        metricType: 'TASK_DURATION',
        timestamp: START + task * 1000,
        swarmId: `swarm-${swarm}`,
        agentId: `agent-${swarm}-${task % 7}`,
        value: Math.round(Math.exp(6 + (swarm % 7) / 20 + type / 2 + normal(random))),
        unit: 'ms',
        tags: { taskType: types[type], status: random() < 0.03 ? 'failed' : 'completed' },
      });
    });
    const answer = await fetch(`${url}/api/v1/metrics`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: lines.join('\n'),
    });
    const { stored } = await answer.json();
    if (stored !== BATCH) {
      throw new Error(`${stored} of ${BATCH} tasks were stored (${answer.status})`);
    }
  }
}

/** @param {string} url @param {Record<string, unknown>} question @param {number} round */
async function ask(url, question, round) {
  const from = START - 1 - round;
  const started = performance.now();
  const answer = await fetch(`${url}/api/v1/query`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ queries: [question], from, to: START + SWARMS * TASKS * 1000 }),
  });
  const body = await answer.text();
  if (!answer.ok) {
    throw new Error(`the service answered ${answer.status}: ${body}`);
  }
  return (performance.now() - started) / 1000;
}

/** Numbers from 0 to 1 of a linear congruential generator, the same in every run. @param {number} seed */
function generator(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** @param {() => number} random */
function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
