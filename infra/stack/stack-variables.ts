import { shape, variable } from '@dezky/kit/config/environment';
import { processVariables } from '@dezky/kit/server/process-variables';

export const stackVariables = {
  PORT: variable('The port of the gateway; the parts take the eight after it, and many processes those from the tenth on.', shape.port, { local: '4000' }),
  DEZKY_HOME: variable('The folder everything the embedded stack writes lies in; removing it is a full reset.', shape.text, { local: '.dezky' }),
  LOG_LEVEL: variable('What the log keeps: error, warn, info, debug.', shape.text, { local: 'info' }),
  OTEL_EXPORTER_OTLP_ENDPOINT: processVariables.OTEL_EXPORTER_OTLP_ENDPOINT,
  REPLICAS: variable('Processes of each part, with npm run start:distributed.', shape.count.refine((count) => count >= 1 && count <= 8, 'it has to be between 1 and 8'), { local: '1' }),
};
