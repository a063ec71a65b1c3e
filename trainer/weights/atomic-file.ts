import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/**
 * Writes a file so that it is either the old one or the new one, whatever stops the process: beside it, to the disk,
 * and then renamed over it.
 */
export async function writeAtomically(file: string, content: Uint8Array | string): Promise<void> {
  const folder = dirname(file)
  const beside = join(folder, `.${process.pid}.${writes++}.part`)
  try {
    await withFile(beside, 'w', async (handle) => {
      await handle.writeFile(content)
      await handle.sync()
    })
    await rename(beside, file)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
  // The name is as durable as the folder that holds it; Windows has no such thing.
  if (process.platform !== 'win32') await withFile(folder, 'r', (handle) => handle.sync())
}

let writes = 0

async function withFile(path: string, flags: string, use: (handle: FileHandle) => Promise<void>): Promise<void> {
  const handle = await open(path, flags)
  try {
    await use(handle)
  } finally {
    await handle.close()
  }
}
