/** What the editor's lists depend on. */
export const DEPENDS = ['authentication', 'objectType.value'];
