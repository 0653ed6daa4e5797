import { z } from 'zod';

/** The rules of Grafana's plugin.schema.json for what this plugin uses. An unknown key is an error there and here. */
const ID = /^[0-9a-z]+-([0-9a-z]+-)?(app|panel|datasource)$/;
const relativePath = z.string().regex(/^(?![./])\S+$/, 'no leading ./ or /');

const include = z.strictObject({
  type: z.enum(['dashboard', 'page', 'panel', 'datasource']),
  name: z.string().min(1),
  path: z.string().min(1),
  role: z.enum(['Admin', 'Editor', 'Viewer']).optional(),
  action: z.string().optional(),
  addToNav: z.boolean().optional(),
  defaultNav: z.boolean().optional(),
  icon: z.string().optional(),
  uid: z.string().optional(),
});

const info = z.strictObject({
  author: z.strictObject({ name: z.string().min(1), url: z.url().optional(), email: z.string().optional() }),
  description: z.string().min(20),
  keywords: z.array(z.string().min(1)).min(1),
  links: z.array(z.strictObject({ name: z.string().min(1), url: z.url() })).default([]),
  logos: z.strictObject({ small: relativePath, large: relativePath }),
  screenshots: z.array(z.strictObject({ name: z.string().min(1), path: relativePath })).default([]),
  version: z.string().regex(/^\d+\.\d+\.\d+/),
  updated: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
});

export const pluginJson = z
  .strictObject({
    $schema: z.url().optional(),
    id: z.string().regex(ID),
    type: z.enum(['app', 'datasource', 'panel']),
    name: z.string().min(1),
    info,
    dependencies: z.strictObject({
      grafanaDependency: z.string(),
      plugins: z.array(z.strictObject({ id: z.string().regex(ID), name: z.string(), type: z.string() })).default([]),
      extensions: z.strictObject({ exposedComponents: z.array(z.string()) }).optional(),
    }),
    includes: z.array(include).default([]),
    languages: z.array(z.string().regex(/^[a-z]{2}-[A-Z]{2}$/)).default([]),
    extensions: z
      .strictObject({
        addedLinks: z.array(z.looseObject({ title: z.string(), targets: z.array(z.string()) })).optional(),
        addedComponents: z.array(z.looseObject({ title: z.string(), targets: z.array(z.string()) })).optional(),
        exposedComponents: z.array(z.looseObject({ id: z.string(), title: z.string() })).optional(),
        extensionPoints: z.array(z.looseObject({ id: z.string() })).optional(),
      })
      .optional(),
    buildMode: z.literal('production'),
    preload: z.boolean().optional(),
    alerting: z.boolean().optional(),
    annotations: z.boolean().optional(),
    backend: z.boolean().optional(),
    executable: z.string().optional(),
    logs: z.boolean().optional(),
    metrics: z.boolean().optional(),
    multiValueFilterOperators: z.boolean().optional(),
    streaming: z.boolean().optional(),
    tracing: z.boolean().optional(),
    skipDataQuery: z.boolean().optional(),
    suggestions: z.boolean().optional(),
    queryOptions: z
      .strictObject({
        maxDataPoints: z.boolean().optional(),
        minInterval: z.boolean().optional(),
        cacheTimeout: z.boolean().optional(),
      })
      .optional(),
  })
  .refine((plugin) => plugin.id.endsWith(`-${plugin.type}`), 'the id ends with the type')
  .refine((plugin) => plugin.name !== plugin.id, 'the name is not the id')
  .refine(
    (plugin) => (plugin.backend === true) === (plugin.executable !== undefined),
    'backend and executable go together'
  )
  .refine((plugin) => plugin.alerting !== true || plugin.backend === true, 'alerting needs a backend');
export type PluginJson = z.output<typeof pluginJson>;
