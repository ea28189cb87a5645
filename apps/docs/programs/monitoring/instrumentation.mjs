import { metrics } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';

// Prometheus asks here, and nobody from elsewhere.
const reader = new PrometheusExporter({ host: '127.0.0.1', port: 9464 });
metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
