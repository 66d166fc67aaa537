// Where one can be at the desk. Filters and pages stand in the address, so a link or a
// reload leads to the same list.
import { createRouter, createWebHistory } from 'vue-router'
import { i18n } from './i18n'
import { lookWhoIsHere, me } from './session'

declare module 'vue-router' {
  interface RouteMeta {
    title?: string
    /** The place of the rail under which the page lies. */
    under?: string
    open?: boolean
  }
}

export const router = createRouter({
  history: createWebHistory('/desk/'),
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  routes: [
    { path: '/', redirect: '/today' },
    {
      path: '/sign-in',
      name: 'sign-in',
      component: () => import('./pages/SignIn.vue'),
      meta: { title: 'nav.sign_in', open: true },
    },
    {
      path: '/today',
      name: 'today',
      component: () => import('./pages/today/Today.vue'),
      meta: { title: 'nav.today' },
    },
    {
      path: '/posts',
      name: 'posts',
      component: () => import('./pages/posts/Posts.vue'),
      meta: { title: 'nav.posts' },
    },
    {
      path: '/posts/new',
      name: 'drafting',
      component: () => import('./pages/drafting/Drafting.vue'),
      meta: { title: 'draft.title', under: 'posts' },
    },
    {
      path: '/posts/:id',
      name: 'post',
      component: () => import('./pages/posts/Post.vue'),
      meta: { title: 'nav.posts', under: 'posts' },
    },
    {
      path: '/people',
      name: 'people',
      component: () => import('./pages/people/People.vue'),
      meta: { title: 'nav.people' },
    },
    {
      path: '/people/:id',
      name: 'person',
      component: () => import('./pages/people/Person.vue'),
      meta: { title: 'nav.people', under: 'people' },
    },
    {
      path: '/referrals',
      name: 'referrals',
      component: () => import('./pages/referrals/Referrals.vue'),
      meta: { title: 'nav.referrals' },
    },
    {
      path: '/imports',
      name: 'imports',
      component: () => import('./pages/imports/Imports.vue'),
      meta: { title: 'nav.imports' },
    },
    {
      path: '/imports/:id',
      name: 'import',
      component: () => import('./pages/imports/Import.vue'),
      meta: { title: 'nav.imports', under: 'imports' },
    },
    {
      path: '/:rest(.*)*',
      name: 'nowhere',
      component: () => import('./pages/Nowhere.vue'),
      meta: { title: 'nav.nowhere' },
    },
  ],
})

router.beforeEach(async (to) => {
  if (to.meta.open || me.value) return true
  try {
    await lookWhoIsHere()
    return true
  } catch {
    return { name: 'sign-in', query: to.fullPath === '/today' ? {} : { then: to.fullPath } }
  }
})

router.afterEach((to) => {
  const title = to.meta.title ? i18n.global.t(to.meta.title) : ''
  document.title = title ? `${title} · 家门口` : '家门口'
})
