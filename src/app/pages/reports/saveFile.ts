/** Hands a file to the browser's download, under that name. */
export function saveFile(name: string, file: Blob): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Released a moment later: some browsers start reading the file only after this task.
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
