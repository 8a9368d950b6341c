// Keeps a previewed page current: asks for the site's next version, reloads in place, and shows what is wrong over the page.
(() => {
  const place = "lessons-place"
  const kept = JSON.parse(sessionStorage.getItem(place) ?? "null")
  sessionStorage.removeItem(place)
  if (kept?.page === location.pathname) scrollTo({ top: kept.top, behavior: "instant" })

  const show = (errors) => {
    document.getElementById("lessons-errors")?.remove()
    if (!errors.length) return
    const box = document.createElement("dialog")
    box.id = "lessons-errors"
    box.setAttribute("aria-label", "Errors in the lessons")
    box.style.cssText = "position:fixed;inset:auto 1rem 1rem 1rem;margin:auto;max-width:60rem;max-height:60vh;overflow:auto;"
      + "z-index:99;padding:1rem 1.25rem;border:2px solid #c4321c;border-radius:.5rem;background:#fff;color:#1a1a1a"
    const text = document.createElement("pre")
    text.textContent = errors.join("\n")
    text.style.cssText = "margin:0;white-space:pre-wrap;font-size:.85rem"
    const close = document.createElement("button")
    close.textContent = "Close"
    close.style.cssText = "float:right"
    close.onclick = () => box.close()
    box.append(close, text)
    document.body.append(box)
    box.show()
  }

  // Which version of the site this page is of.
  const version = new URL(document.currentScript.src).searchParams.get("version")

  const changeOfSight = () => new Promise((wake) => document.addEventListener("visibilitychange", wake, { once: true }))

  // Browsers keep few connections to a server: a page that nobody sees gives its own back.
  const state = async (question) => {
    while (document.hidden) await changeOfSight()
    const asking = new AbortController()
    changeOfSight().then(() => asking.abort())
    return (await fetch(`/-/state${question}`, { signal: asking.signal })).json()
  }

  const follow = async () => {
    for (let question = ""; ;) {
      try {
        const present = await state(question)
        if (present.version !== version) {
          sessionStorage.setItem(place, JSON.stringify({ page: location.pathname, top: scrollY }))
          return location.reload()
        }
        if (!question) show(present.errors)
        question = `?after=${version}`
      } catch {
        // The server has ended, or begins anew.
        await new Promise((wake) => setTimeout(wake, 1000))
      }
    }
  }
  follow()
})()
