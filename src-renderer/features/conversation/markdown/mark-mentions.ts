import { splitMentions } from '#shared/domain/mentions.ts'

/** What is used of a node of the tree that becomes elements. */
interface TreeNode {
  type: string
  tagName?: string
  value?: string
  properties?: Record<string, unknown>
  children?: TreeNode[]
}

/** Where "@name" is an example or part of an address rather than somebody being spoken to. */
const SKIPPED = new Set(['code', 'pre', 'a'])

/** A plugin for the tree: makes an element of each person's name. */
export const markMentions = (names: readonly string[]) => () => (tree: TreeNode) =>
  mark(tree, names)

function mark(node: TreeNode, names: readonly string[]): void {
  if (!node.children || SKIPPED.has(node.tagName ?? '')) return
  node.children = node.children.flatMap((child) => {
    if (child.type !== 'text') {
      mark(child, names)
      return [child]
    }
    return splitMentions(child.value ?? '', names).map(({ kind, text }) => {
      const node: TreeNode = { type: 'text', value: text }
      return kind === 'text' ? node : mention(node)
    })
  })
}

/** An element that no text can bring about itself, so that it is known as a mention when it is drawn. */
const mention = (text: TreeNode): TreeNode => ({
  type: 'element',
  tagName: 'mark',
  properties: {},
  children: [text],
})
