import { describeContracts } from '../../../shared/test/support/contracts';

describeContracts('ingest');
