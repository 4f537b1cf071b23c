// What a dashboard of Sightline is made of, in the types of @grafana/schema. Those are wide where plugins are
// concerned: options and queries are any record there. Here each kind of panel has its plugin's own options.
import type { AnnotationQuery, Dashboard, Panel, RowPanel } from '@grafana/schema';
import type * as BarGauge from './node_modules/@grafana/schema/dist/types/raw/composable/bargauge/panelcfg/x/types.gen';
import type * as Logs from './node_modules/@grafana/schema/dist/types/raw/composable/logs/panelcfg/x/types.gen';
import type * as PieChart from './node_modules/@grafana/schema/dist/types/raw/composable/piechart/panelcfg/x/types.gen';
import type * as Stat from './node_modules/@grafana/schema/dist/types/raw/composable/stat/panelcfg/x/types.gen';
import type * as TimeSeries from './node_modules/@grafana/schema/dist/types/raw/composable/timeseries/panelcfg/x/types.gen';

// JSON has the values of enums and not their names.
type Written<T> = T extends number
  ? number
  : T extends string
    ? `${T}`
    : T extends Array<infer E>
      ? Array<Written<E>>
      : T extends object
        ? { [K in keyof T]: Written<T[K]> }
        : T;

// The schema has no types for the queries of these two: the plugins of Prometheus and Loki keep them.
interface Target {
  refId: string;
  datasource: { type: 'prometheus' | 'loki'; uid: '${datasource}' | '${logs}' };
  expr: string;
  legendFormat: string;
  editorMode?: 'code';
  instant?: boolean;
  range?: boolean;
  exemplar?: boolean;
  queryType?: 'instant' | 'range';
}

interface PrometheusAnnotation {
  expr: string;
  step: string;
  titleFormat: string;
}

type FieldConfig<C> = {
  defaults: Omit<NonNullable<NonNullable<Panel['fieldConfig']>['defaults']>, 'custom'> & { custom?: C };
  overrides: [];
};

type PanelOf<T extends string, O, C> = Omit<Panel, 'type' | 'options' | 'targets' | 'fieldConfig'> & {
  type: T;
  title: string;
  description: string;
  options: Partial<O>;
  targets: Target[];
  fieldConfig: FieldConfig<C>;
};

type AnyPanel =
  | PanelOf<'timeseries', TimeSeries.Options, TimeSeries.FieldConfig>
  | PanelOf<'stat', Stat.Options, never>
  | PanelOf<'bargauge', BarGauge.Options, never>
  | PanelOf<'piechart', PieChart.Options, never>
  | PanelOf<'logs', Logs.Options, never>
  | RowPanel;

export type SightlineDashboard = Written<
  Omit<Dashboard, 'panels' | 'annotations'> & {
    uid: string;
    panels: AnyPanel[];
    annotations: { list: Array<AnnotationQuery & PrometheusAnnotation> };
  }
>;
