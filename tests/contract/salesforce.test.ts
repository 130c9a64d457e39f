import { contractSuite } from './suite'
import { demoWorld } from './demoWorld'

contractSuite('Salesforce (demo org)', demoWorld)
