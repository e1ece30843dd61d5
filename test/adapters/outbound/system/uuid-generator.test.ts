import { uuidGenerator } from '../../../../src/adapters/outbound/system/uuid-generator.js';
import { describeIdGenerator } from '../../../contract/id-generator.contract.js';
import { nothingToTakeDown as teardown } from '../../../support/fixture.js';

describeIdGenerator('uuid', { setup: () => ({ adapter: uuidGenerator, teardown }) });
