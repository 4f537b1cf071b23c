CREATE ALIAS IF NOT EXISTS pg_sleep FOR 'dev.sightline.sample.report.H2Functions.sleep';
