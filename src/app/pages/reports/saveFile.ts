/** Hands a text to the browser's download, as a file of that name and MIME type. */
export function saveFile(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Released a moment later: some browsers start reading the file only after this task.
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
