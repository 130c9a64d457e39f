import type { Adapter } from './adapter'
import { salesforce } from './salesforce/adapter'
import { tryton } from './tryton/adapter'

export const adapters: readonly Adapter[] = [salesforce, tryton]

export const adapterOf = (id: string): Adapter | undefined => adapters.find(adapter => adapter.id === id)
