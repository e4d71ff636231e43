/**
 * How large a picture is, the right way up, in pixels.
 * @returns null for what cannot be shown as one
 */
export async function sizeOfPicture(
  content: Blob,
): Promise<{ readonly width: number; readonly height: number } | null> {
  const picture = await createImageBitmap(content).catch(() => null)
  if (!picture) return null
  const { width, height } = picture
  picture.close()
  return { width, height }
}
