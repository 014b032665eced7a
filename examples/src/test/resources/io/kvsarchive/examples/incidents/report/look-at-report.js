// Looks at the page as a person does, and tells what there is and what is wrong with it.
(async () => {
  const all = selector => [...document.querySelectorAll(selector)];
  const text = element => element.innerText.trim().replace(/\s+/g, ' ');
  const name = element =>
    element.tagName + (element.id ? '#' + element.id : '') + '.' + element.className
      + ' "' + (element.innerText || '').slice(0, 30) + '"';
  const isShown = element => element.checkVisibility() && element.getClientRects().length > 0;
  const wrong = [];

  for (const picture of all('img')) {
    picture.loading = 'eager';
    await picture.decode().catch(() => {});
    if (!picture.complete || picture.naturalWidth === 0) wrong.push('not loaded: ' + name(picture));
    if (!picture.alt) wrong.push('without a text: ' + name(picture));
  }

  if (document.documentElement.scrollWidth > innerWidth) {
    wrong.push('the page is ' + document.documentElement.scrollWidth + ' wide, of ' + innerWidth);
  }

  // What is wider than its place, or sticks out of what holds it.
  const slack = 1;
  for (const element of all('body *').filter(isShown)) {
    const place = element.getBoundingClientRect();
    if (place.left < -slack || place.right > innerWidth + slack) {
      wrong.push('out of the window: ' + name(element));
    }
    if (element.scrollWidth > element.clientWidth + slack && element.clientWidth > 0
        && getComputedStyle(element).display !== 'inline') {
      wrong.push('too narrow for what it holds: ' + name(element));
    }
    const holder = element.closest('.card, .panel, .group');
    if (holder && holder !== element) {
      const room = holder.getBoundingClientRect();
      if (place.left < room.left - slack || place.right > room.right + slack
          || place.top < room.top - slack || place.bottom > room.bottom + slack) {
        wrong.push('out of its ' + holder.className + ': ' + name(element));
      }
    }
  }

  // Texts of a timeline must not run into each other.
  for (const chart of all('.chart')) {
    const ticks = [...chart.querySelectorAll('.tick')].filter(isShown)
      .map(tick => tick.getBoundingClientRect());
    ticks.forEach((tick, index) => {
      if (index > 0 && tick.left < ticks[index - 1].right + 4) wrong.push('times overlap: ' + index);
    });
    for (const row of chart.querySelectorAll('.marks')) {
      const marks = [...row.children].map(mark => mark.getBoundingClientRect());
      marks.forEach((mark, index) => {
        if (mark.width < 5 || mark.height < 12) wrong.push('too small a mark: ' + index);
        if (index > 0 && mark.left < marks[index - 1].left) wrong.push('marks out of order');
      });
    }
  }

  // Links must lead somewhere.
  for (const link of all('a')) {
    if (!document.getElementById(link.getAttribute('href').slice(1))) {
      wrong.push('leads nowhere: ' + link.getAttribute('href'));
    }
    if (!text(link) && !link.ariaLabel) wrong.push('without a text: ' + link.outerHTML);
  }

  // Text must stand out from what is behind it: WCAG 2, 1.4.3.
  const rgb = color => (color.match(/[0-9.]+/g) || []).map(Number);
  const light = color => {
    const [red, green, blue] = rgb(color).slice(0, 3)
      .map(part => part / 255)
      .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = element => {
    for (let each = element; each; each = each.parentElement) {
      const color = getComputedStyle(each).backgroundColor;
      if ((rgb(color)[3] ?? 1) > 0) return color;
    }
    return 'rgb(255, 255, 255)';
  };
  const contrast = (one, other) => {
    const [more, less] = [light(one), light(other)].sort((a, b) => b - a);
    return (more + 0.05) / (less + 0.05);
  };
  for (const element of all('body *').filter(isShown)) {
    const hasText = [...element.childNodes]
      .some(node => node.nodeType === Node.TEXT_NODE && node.nodeValue.trim());
    const ratio = contrast(getComputedStyle(element).color, behind(element));
    if (hasText && ratio < 4.5) wrong.push('contrast ' + ratio.toFixed(1) + ': ' + name(element));
  }
  for (const mark of all('.mark, .recording').filter(isShown)) {
    const ratio = contrast(getComputedStyle(mark).backgroundColor, behind(mark.parentElement));
    if (ratio < 3) wrong.push('contrast ' + ratio.toFixed(1) + ': ' + name(mark));
  }

  const ids = all('[id]').map(element => element.id);
  if (new Set(ids).size !== ids.length) wrong.push('an id comes twice');

  const inCard = (card, selector) => text(card.querySelector(selector));
  return {
    wrong: [...new Set(wrong)].slice(0, 20),
    headings: all('h1, h2, h3, h4').filter(isShown).map(text),
    cards: all('.card').filter(isShown)
      .map(card => inCard(card, 'h4') + ' ' + inCard(card, '.time') + ' ' + inCard(card, '.lasted')),
    pictures: all('img').filter(isShown).length,
    marks: all('.mark').filter(isShown).length,
    groups: all('.group').filter(isShown).length,
    ticks: [...(document.querySelector('.chart')?.querySelectorAll('.tick') ?? [])]
      .filter(isShown).map(text),
    scripts: all('script').length,
    text: text(document.body)
  };
})()
