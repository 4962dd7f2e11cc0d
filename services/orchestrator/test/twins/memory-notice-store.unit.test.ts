import { memoryNoticeStore } from './memory-notice-store';
import { describeNoticeStore } from './notice-store-contract';

describeNoticeStore('the twin', memoryNoticeStore);
