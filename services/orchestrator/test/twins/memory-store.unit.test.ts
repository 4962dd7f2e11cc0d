import { memoryStore } from './memory-store';
import { describeRunStore } from './run-store-contract';

describeRunStore('the store in memory', memoryStore);
