import { describeContracts } from '../../../shared/test/support/contracts';

describeContracts('orchestrator');
