import boundaries from 'eslint-plugin-boundaries';
import { defineConfig } from 'eslint/config';
import baseConfig from './.config/eslint.config.mjs';

/** Exported by @grafana/* 13.1 but not by 12.3, the oldest Grafana that we support: undefined there at run time. */
const NEWER_THAN_FLOOR = {
  '@grafana/ui': [
    ...[
      'CloseButton',
      'FieldContext',
      'useFieldContext',
      'MatcherScopeSelector',
      'Sidebar',
      'useSidebar',
      'useSidebarContext',
    ],
    ...[
      'VizTooltipColorIndicator',
      'VizTooltipColorPlacement',
      'VizTooltipContent',
      'VizTooltipFooter',
      'VizTooltipHeader',
      'VizTooltipRow',
      'VizTooltipWrapper',
    ],
    ...[
      'XAxisInteractionAreaPlugin',
      'buildScopeOptions',
      'getFieldDisplayItems',
      'getFieldDisplayLinks',
      'getUniqueMatcherScopes',
      'useFieldMatchersOptions',
      'isTooltipScrollable',
    ],
  ],
  '@grafana/data': [
    ...[
      'generateUUID',
      'isUUID',
      'getPanelDataSummary',
      'extractFacetedLabels',
      'resolveFacetedFilterNames',
      'hasLogsLabelTypesSupport',
      'isNestedPanelOptions',
    ],
  ],
  '@grafana/runtime': ['TracedError', 'getPanelScreenshotService', 'getListedPanelPluginIds', 'MAX_PAGE_URL_LENGTH'],
};

const floor = Object.entries(NEWER_THAN_FLOOR).map(([name, importNames]) => ({
  name,
  importNames,
  message: 'Grafana 12.3 does not export this.',
}));

const element = (type, pattern) => ({ type, pattern });
const may = (from, to) => ({
  from: { element: { types: { anyOf: [from] } } },
  allow: { to: { element: { types: { anyOf: to } } } },
});

export default defineConfig([
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      'artifacts/',
      'coverage/',
      'test-results/',
      'playwright-report/',
      'data/',
      'collector/page/',
      '.config/',
    ],
  },
  ...baseConfig,
  { files: ['**/*.{ts,tsx,mts,mjs}'] },
  {
    files: ['src/**/*.{ts,tsx}', 'collector/**/*.ts', 'standalone/**/*.{ts,tsx}', 'tests/**/*.ts'],
    plugins: { boundaries },
    settings: {
      'import/resolver': { node: { extensions: ['.ts', '.tsx', '.js', '.mjs'] } },
      'boundaries/include': ['src/**/*', 'collector/src/**/*', 'standalone/src/**/*'],
      'boundaries/elements': [
        element('core', 'src/core'),
        element('ui', 'src/ui'),
        element('datasource', 'src/datasource'),
        element('panel', 'src/panel-*'),
        element('app', 'src/app'),
        element('extensions', 'src/extensions'),
        element('collector', 'collector/src'),
        element('standalone', 'standalone/src'),
      ],
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          policies: [
            { allow: { to: { module: { origin: ['external', 'core'] } } } },
            may('core', ['core']),
            may('ui', ['core', 'ui']),
            may('datasource', ['core', 'ui', 'datasource']),
            may('panel', ['core', 'ui']),
            may('app', ['core', 'ui', 'app']),
            may('extensions', ['core', 'ui', 'extensions']),
            may('collector', ['core', 'collector']),
            may('standalone', ['core', 'ui', 'datasource', 'panel', 'app', 'standalone']),
          ],
        },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-ignore': true, 'ts-nocheck': true, 'ts-expect-error': true },
      ],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'TSAsExpression > TSAsExpression',
          message: 'A double cast hides a wrong type: narrow it, or change the type.',
        },
        {
          selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]',
          message: 'Names come from outside: never write HTML from data.',
        },
      ],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'prefer-const': 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
      'react/react-in-jsx-scope': 'off',
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: {
      'no-console': 'error',
      'no-restricted-imports': ['error', { paths: floor }],
    },
  },
  {
    // The domain is pure: it runs in the browser, in a worker and in the service alike.
    files: ['src/core/**/*.ts'],
    ignores: ['src/core/**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['node:*', 'react', 'react-*', '@grafana/*', '@emotion/*', 'rxjs', 'fastify', '@duckdb/*'],
              message: 'src/core is pure.',
            },
            {
              group: ['zod'],
              message: 'zod belongs into schema.ts files, which no entry module of the browser imports.',
            },
          ],
        },
      ],
      'no-restricted-globals': [
        'error',
        'window',
        'document',
        'process',
        'fetch',
        'setTimeout',
        'setInterval',
        'console',
        'localStorage',
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Pass the time in.' },
        { object: 'Math', property: 'random', message: 'Pass a seeded generator in.' },
      ],
    },
  },
  {
    files: ['src/core/**/schema.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['node:*', 'react', '@grafana/*'], message: 'src/core is pure.' }] },
      ],
    },
  },
  {
    files: ['collector/src/**/*.ts'],
    ignores: ['collector/src/**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['react', 'react-*', '@grafana/*', '@emotion/*'], message: 'The service has no browser parts.' },
          ],
        },
      ],
    },
  },
]);
