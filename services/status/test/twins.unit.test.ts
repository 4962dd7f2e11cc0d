import { readModelContract } from './contracts';
import { memoryReadModel } from './twins/read-model';

describe('read model in memory', () => readModelContract(async () => memoryReadModel()));
