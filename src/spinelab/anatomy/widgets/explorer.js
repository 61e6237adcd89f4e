// The 3-D view of bones: plain WebGL2, drawn only when something changed. Geometry comes once. Later
// poses move its parts, shapes change some of them, and a part without a pose is not there.

const SIDES = { // where screen right and screen up point in the body: x to the patient's right, y forward, z up
  above: [[1, 0, 0], [0, 1, 0]], below: [[-1, 0, 0], [0, 1, 0]],
  front: [[-1, 0, 0], [0, 0, 1]], behind: [[1, 0, 0], [0, 0, 1]],
  left: [[0, -1, 0], [0, 0, 1]], right: [[0, 1, 0], [0, 0, 1]],
};
const CUTS = [["", "no"], ["right", "from the right"], ["left", "from the left"], ["front", "from the front"],
  ["behind", "from behind"], ["above", "from above"], ["below", "from below"]];
const COLOURS = {
  bone: [0.93, 0.87, 0.75], disc: [0.62, 0.78, 0.72], cord: [0.93, 0.79, 0.22], ligament: [0.7, 0.44, 0.14],
  pannus: [0.7, 0.36, 0.46], bridge: [0.72, 0.42, 0.3], fusion: [0.72, 0.42, 0.3],
};
const CUT_COLOURS = { bone: [0.72, 0.47, 0.35], disc: [0.55, 0.7, 0.64] };
const TURN = Math.PI / 18;
const CLEAR = 0.15;
const LABELLED = new Set(["bone", "pannus", "cord"]);
// What a label needs to see of what it names. Of a structure: so many pixels to each side, or so many in all, as of the
// thin wall of a hole. Of a bone in a column: mm, or at least pixels, to each side. Of the rest, which may be thin: any.
const LEAST_SEEN = 4;
const ENOUGH_SEEN = 400;
const LEAST_BONE = [2, 1.5];
const LINE = 13;
const THIN = 4; // pixels to each side: a dot would hide what is thinner
const BELOW = [96, 44]; // pixels under the labels at the left, for the compass, and at the right, for the buttons
const NOTICE = "This browser shows no 3-D view, because WebGL2 is off or missing. A picture stands here instead; "
  + "the lists below still tell what each structure is.";

const LID = 255; // the structure of a lid on a cut, which is none of its bone
const VERTEX = `#version 300 es
precision highp float;
in uvec4 place;
in vec3 normal;
uniform vec3 low, stride, shift, centre, scale;
uniform mat3 turn, eye;
uniform int picked;
out vec3 body, facing;
out float chosen;
flat out uint structure;
void main() {
  body = turn * (low + stride * vec3(place.xyz)) + shift;
  facing = eye * turn * normal;
  chosen = picked == -2 || int(place.w) == picked ? 1.0 : 0.0;
  structure = place.w;
  gl_Position = vec4(eye * (body - centre) * scale, 1.0);
}`;

const PAINT = `#version 300 es
precision highp float;
in vec3 body, facing;
in float chosen;
flat in uint structure;
uniform vec4 cut;
uniform vec3 colour;
uniform float opacity;
out vec4 paint;
void main() {
  if (dot(body, cut.xyz) > cut.w) discard;
  vec3 n = normalize(facing);
  vec3 tint = mix(colour, vec3(0.25, 0.62, 0.95), 0.85 * smoothstep(0.3, 0.7, chosen));
  if (structure == ${LID}u) { paint = vec4(tint, 1); return; }
  if (!gl_FrontFacing) {
    if (cut.xyz != vec3(0)) { paint = vec4(tint * vec3(0.72, 0.5, 0.42), opacity); return; }
    n = -n;
  }
  float key = max(dot(n, normalize(vec3(-0.45, 0.6, 0.66))), 0.0);
  float fill = max(dot(n, normalize(vec3(0.75, -0.15, 0.5))), 0.0);
  float shine = pow(max(dot(n, normalize(vec3(-0.45, 0.6, 1.66))), 0.0), 28.0);
  vec3 lit = tint * (0.2 + 0.08 * n.y + 0.62 * key + 0.2 * fill - 0.1 * pow(1.0 - abs(n.z), 3.0)) + 0.07 * shine;
  paint = vec4(pow(clamp(lit, 0.0, 1.0), vec3(0.74)), opacity);
}`;

const NAME = `#version 300 es
precision highp float;
in vec3 body, facing;
in float chosen;
flat in uint structure;
uniform vec4 cut;
uniform int part;
out vec4 paint;
void main() {
  if (dot(body, cut.xyz) > cut.w) discard;
  paint = vec4(float(part + 1), float(structure), 0.0, 255.0) / 255.0;
}`;

const spoken = (name) => name.replace(/^(\w+)_(left|right)$/, "$2 $1"); // ilium_left is the left ilium

const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
const columns = (rows) => [0, 1, 2].flatMap((i) => rows.map((row) => row[i]));
const apply = (rows, p) => rows.map((row) => dot(row, p));
const bytes = (view) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

/** Rows of the rotation that shows a side: screen right, screen up, towards the eye. */
function side(name) {
  const [right, up] = SIDES[name];
  return [right, up, cross(right, up)];
}

/** The rotation after a turn by `a` about screen up and by `b` about screen right. */
function turned([x, y, z], a, b) {
  const mix = (p, q, c, s) => [0, 1, 2].map((i) => c * p[i] + s * q[i]);
  const [ca, sa, cb, sb] = [Math.cos(a), Math.sin(a), Math.cos(b), Math.sin(b)];
  const right = mix(x, z, ca, sa);
  const near = mix(z, x, ca, -sa);
  return [right, mix(y, near, cb, -sb), mix(near, y, cb, sb)];
}

/** The parts with their arrays, as views into the bytes that came. */
function unpack(described, geometry) {
  const data = bytes(geometry).slice().buffer;
  let at = 0;
  return described.map((about, index) => {
    const place = new Uint16Array(data, at, about.vertices * 4);
    at += place.byteLength;
    const triangles = new Uint16Array(data, at, about.triangles * 3);
    at += triangles.byteLength;
    return { ...about, index, place, triangles };
  });
}

/** Outward unit normals as signed bytes, four to a vertex, from triangles weighted by area. */
function normals({ place, triangles, stride }) {
  const sum = new Float32Array((place.length / 4) * 3);
  const at = (v) => [place[4 * v] * stride[0], place[4 * v + 1] * stride[1], place[4 * v + 2] * stride[2]];
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [at(triangles[t]), at(triangles[t + 1]), at(triangles[t + 2])];
    const n = cross(b.map((v, i) => v - a[i]), c.map((v, i) => v - a[i]));
    for (let k = 0; k < 3; k++) for (let i = 0; i < 3; i++) sum[triangles[t + k] * 3 + i] += n[i];
  }
  const found = new Int8Array(place.length);
  for (let v = 0; v < place.length / 4; v++) {
    const length = Math.hypot(sum[3 * v], sum[3 * v + 1], sum[3 * v + 2]) || 1;
    for (let i = 0; i < 3; i++) found[4 * v + i] = (127 * sum[3 * v + i]) / length;
  }
  return found;
}

/** Draws parts on a canvas. `null` where the browser has no WebGL2. */
function painter(canvas) {
  const gl = canvas.getContext("webgl2", { antialias: true, stencil: true });
  if (!gl) return null;
  const program = (fragment) => {
    const made = gl.createProgram();
    for (const [type, source] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, fragment]]) {
      const shader = gl.createShader(type);
      gl.shaderSource(shader, source);
      gl.compileShader(shader);
      gl.attachShader(made, shader);
    }
    gl.bindAttribLocation(made, 0, "place");
    gl.bindAttribLocation(made, 1, "normal");
    gl.linkProgram(made);
    if (!gl.getProgramParameter(made, gl.LINK_STATUS) && !gl.isContextLost()) throw new Error(gl.getProgramInfoLog(made));
    const spots = new Map();
    return { made, at: (name) => spots.get(name) ?? (spots.set(name, gl.getUniformLocation(made, name)), spots.get(name)) };
  };
  const paint = program(PAINT);
  const name = program(NAME);
  const solids = new Map();
  const lids = gl.createVertexArray(); // a square across each of the three axes
  gl.bindVertexArray(lids);
  gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
  const square = [[0, 0], [1, 0], [0, 1], [1, 1]];
  const squares = [0, 1, 2].flatMap((across) => square.map((at) => [...at.toSpliced(across, 0, 0), LID]));
  gl.bufferData(gl.ARRAY_BUFFER, new Uint16Array(squares.flat()), gl.STATIC_DRAW);
  gl.enableVertexAttribArray(0);
  gl.vertexAttribIPointer(0, 4, gl.UNSIGNED_SHORT, 8, 0);
  gl.bindVertexArray(null);
  const target = { size: "" };

  /** Takes up the shape of a part, in place of the one it had. */
  function load(part) {
    const { vao, buffers } = solids.get(part.name) ?? { buffers: [] };
    gl.deleteVertexArray(vao ?? null);
    buffers.forEach((buffer) => gl.deleteBuffer(buffer));
    const made = { vao: gl.createVertexArray(), buffers: [], count: part.triangles.length };
    gl.bindVertexArray(made.vao);
    const fill = (kind, data) => {
      made.buffers.push(gl.createBuffer());
      gl.bindBuffer(kind, made.buffers.at(-1));
      gl.bufferData(kind, data, gl.STATIC_DRAW);
    };
    fill(gl.ARRAY_BUFFER, part.place);
    gl.enableVertexAttribArray(0);
    gl.vertexAttribIPointer(0, 4, gl.UNSIGNED_SHORT, 8, 0);
    fill(gl.ARRAY_BUFFER, normals(part));
    gl.enableVertexAttribArray(1);
    gl.vertexAttribPointer(1, 3, gl.BYTE, true, 4, 0);
    fill(gl.ELEMENT_ARRAY_BUFFER, part.triangles);
    gl.bindVertexArray(null);
    solids.set(part.name, made);
  }

  function one(using, part, view) {
    gl.uniform3fv(using.at("low"), part.low);
    gl.uniform3fv(using.at("stride"), part.stride);
    gl.uniformMatrix3fv(using.at("turn"), false, columns([part.pose.slice(0, 3), part.pose.slice(3, 6), part.pose.slice(6, 9)]));
    gl.uniform3fv(using.at("shift"), part.pose.slice(9));
    gl.uniform1i(using.at("picked"), view.picked(part));
    gl.uniform1i(using.at("part"), part.index);
    gl.uniform3fv(using.at("colour"), COLOURS[part.kind] ?? COLOURS.bone);
    gl.uniform1f(using.at("opacity"), part.opacity);
    const { vao, count } = solids.get(part.name);
    gl.bindVertexArray(vao);
    gl.drawElements(gl.TRIANGLES, count, gl.UNSIGNED_SHORT, 0);
  }

  function start() {
    gl.viewport(0, 0, canvas.width, canvas.height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT | gl.STENCIL_BUFFER_BIT);
    gl.enable(gl.DEPTH_TEST);
  }

  /** Puts a lid on what the cut has opened. It lies inside a part where, behind it, one wall more leads out than in. */
  function close(using, part, view) {
    const across = view.cut.findIndex((value) => value);
    if (across > 2) return;
    gl.enable(gl.STENCIL_TEST);
    gl.stencilFunc(gl.ALWAYS, 0, 255);
    gl.stencilOpSeparate(gl.FRONT, gl.KEEP, gl.KEEP, gl.DECR_WRAP);
    gl.stencilOpSeparate(gl.BACK, gl.KEEP, gl.KEEP, gl.INCR_WRAP);
    gl.colorMask(false, false, false, false);
    gl.depthMask(false);
    gl.disable(gl.DEPTH_TEST);
    one(using, part, view);
    gl.colorMask(true, true, true, true);
    gl.depthMask(true);
    gl.enable(gl.DEPTH_TEST);
    gl.stencilFunc(gl.NOTEQUAL, 0, 255);
    gl.stencilOp(gl.ZERO, gl.ZERO, gl.ZERO);
    const along = [0, 1, 2].map((i) => (i === across ? 0 : 4 * view.reach));
    gl.uniform3fv(using.at("low"), view.centre.map((value, i) => (i === across ? view.cut[3] * view.cut[i] : value - along[i] / 2)));
    gl.uniform3fv(using.at("stride"), along);
    gl.uniformMatrix3fv(using.at("turn"), false, [1, 0, 0, 0, 1, 0, 0, 0, 1]);
    gl.uniform3fv(using.at("shift"), [0, 0, 0]);
    gl.uniform4fv(using.at("cut"), [0, 0, 0, 1]);
    gl.uniform3fv(using.at("colour"), CUT_COLOURS[part.kind] ?? COLOURS[part.kind] ?? COLOURS.bone);
    gl.bindVertexArray(lids);
    gl.drawArrays(gl.TRIANGLE_STRIP, 4 * across, 4);
    gl.disable(gl.STENCIL_TEST);
    use(using, view);
  }

  function use(using, view) {
    const { width, height } = canvas;
    gl.useProgram(using.made);
    gl.uniformMatrix3fv(using.at("eye"), false, columns(view.eye));
    gl.uniform3fv(using.at("centre"), view.centre);
    gl.uniform3fv(using.at("scale"), [(2 * view.scale) / width, (2 * view.scale) / height, -1 / view.reach]);
    gl.uniform4fv(using.at("cut"), view.cut);
  }

  function draw(parts, view) {
    start();
    use(paint, view);
    gl.disable(gl.BLEND);
    gl.disable(gl.CULL_FACE);
    for (const part of parts.filter(({ pose, opacity }) => pose && opacity >= 1)) {
      one(paint, part, view);
      close(paint, part, view);
    }
    const depth = (part) => apply(view.eye, part.middle)[2];
    const clear = parts.filter((part) => part.pose && part.opacity < 1 && part.opacity > 0).sort((a, b) => depth(a) - depth(b));
    gl.enable(gl.BLEND);
    gl.blendFuncSeparate(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA, gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.depthMask(false);
    gl.enable(gl.CULL_FACE);
    for (const part of clear) {
      for (const away of [gl.FRONT, gl.BACK]) {
        gl.cullFace(away);
        one(paint, part, view);
      }
    }
    gl.depthMask(true);
    gl.disable(gl.CULL_FACE);
    gl.disable(gl.BLEND);
  }

  /** For each pixel: part + 1 (0 for none) and structure; rows from the bottom. */
  function names(parts, view) {
    const { width, height } = canvas;
    if (target.size !== `${width} ${height}`) {
      gl.deleteFramebuffer(target.frame ?? null);
      gl.deleteRenderbuffer(target.colour ?? null);
      gl.deleteRenderbuffer(target.depth ?? null);
      Object.assign(target, { frame: gl.createFramebuffer(), colour: gl.createRenderbuffer(), depth: gl.createRenderbuffer() });
      gl.bindFramebuffer(gl.FRAMEBUFFER, target.frame);
      for (const [buffer, format, role] of [[target.colour, gl.RGBA8, gl.COLOR_ATTACHMENT0], [target.depth, gl.DEPTH24_STENCIL8, gl.DEPTH_STENCIL_ATTACHMENT]]) {
        gl.bindRenderbuffer(gl.RENDERBUFFER, buffer);
        gl.renderbufferStorage(gl.RENDERBUFFER, format, width, height);
        gl.framebufferRenderbuffer(gl.FRAMEBUFFER, role, gl.RENDERBUFFER, buffer);
      }
      target.size = `${width} ${height}`;
    }
    gl.bindFramebuffer(gl.FRAMEBUFFER, target.frame);
    start();
    use(name, view);
    for (const part of parts.filter(({ pose, opacity }) => pose && opacity > 0.35)) {
      one(name, part, view);
      if (part.opacity >= 1) close(name, part, view);
    }
    const found = new Uint8Array(width * height * 4);
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, found);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    return found;
  }

  return { load, draw, names, end: () => gl.getExtension("WEBGL_lose_context")?.loseContext() };
}

/**
 * Where labels point: for each name the pixel deepest inside what is seen of it, near the middle of that. None for
 * slivers: `needs(name)` tells how many pixels to each side, or else how many in all, are enough. A name in `aims`
 * points as near to its aim as it can.
 */
function anchors(found, width, height, keyOf, needs, aims) {
  const step = 2;
  const [wide, high] = [Math.floor(width / step), Math.floor(height / step)];
  const row = wide + 2; // a rim of nothing around, so that every place has eight neighbours
  const owner = new Uint16Array(row * (high + 2));
  const spots = [null];
  const numbers = new Map([["", 0]]);
  const each = (visit) => { for (let y = 0; y < high; y++) for (let x = 0; x < wide; x++) visit((y + 1) * row + x + 1, x, y); };
  each((at, x, y) => {
    const i = 4 * step * (y * width + x);
    const key = found[i] ? keyOf(found[i] - 1, found[i + 1]) : "";
    if (!numbers.has(key)) numbers.set(key, spots.push({ key, needs: needs(key), count: 0, x: 0, y: 0, best: -Infinity }) - 1);
    owner[at] = numbers.get(key);
    const spot = spots[owner[at]];
    if (spot) Object.assign(spot, { count: spot.count + 1, x: spot.x + x, y: spot.y + y });
  });
  const depth = new Uint16Array(owner.length);
  const deeper = (at, around, most) => {
    let least = most;
    for (const k of around) least = Math.min(least, owner[at + k] === owner[at] ? depth[at + k] + 1 : 1);
    depth[at] = least;
  };
  const before = [-1, -row, -row - 1, -row + 1];
  each((at) => { if (owner[at]) deeper(at, before, Infinity); });
  const after = before.map((k) => -k);
  for (let at = owner.length - row - 1; at > row; at--) if (owner[at]) deeper(at, after, depth[at]);
  each((at, x, y) => {
    const spot = spots[owner[at]];
    if (!spot || (depth[at] * step <= spot.needs[0] && spot.count * step * step < spot.needs[1])) return;
    const aim = aims.get(spot.key)?.map((value) => value / step) ?? [spot.x / spot.count, spot.y / spot.count];
    const best = depth[at] - (aims.has(spot.key) ? 0.5 : 0.08) * Math.hypot(x - aim[0], y - aim[1]);
    if (best > spot.best) Object.assign(spot, { best, atX: x, atY: y, deep: depth[at] });
  });
  return spots.filter((spot) => spot?.best > -Infinity)
    .map(({ key, atX, atY, deep }) => ({ key, x: atX * step, y: height - atY * step, room: deep * step }));
}

/** Whether what is drawn of a part stands all around a pixel at which it is not itself. */
function enclosed(found, width, height, part, [column, row]) {
  const is = (x, y) => found[4 * (y * width + x)] === part + 1;
  return !is(column, row) && [[1, 0], [-1, 0], [0, 1], [0, -1]].every(([dx, dy]) => {
    for (let [x, y] = [column, row]; x >= 0 && x < width && y >= 0 && y < height; x += dx, y += dy) if (is(x, y)) return true;
    return false;
  });
}

/** A long name in two lines, broken near its middle. */
function inLines(name) {
  const gaps = [...name.matchAll(/ /g)].map((gap) => gap.index).sort((a, b) => Math.abs(a - name.length / 2) - Math.abs(b - name.length / 2));
  return name.length > 24 && gaps.length ? [name.slice(0, gaps[0]), name.slice(gaps[0] + 1)] : [name];
}

/** A sentence and its sources, as nodes. */
function sentence({ says, sources }) {
  const cites = make("small");
  sources.forEach(([key, link], i) => cites.append(i ? ", " : "", link ? make("a", { href: link, target: "_blank", rel: "noopener" }, key) : key));
  return [`${says} `, cites];
}

/** The slider through the stages of a disease, what is measured and seen at the one that is shown, and where to look. */
function followed(model, say) {
  const { name, stages, ...about } = model.get("course");
  if (!stages) return { top: [], words: [], about: [], read: () => {}, lookAt: () => [] };
  const where = () => Math.max(0, stages.findIndex((one) => one.name === model.get("stage")));
  const slider = make("input", { type: "range", min: 0, max: stages.length - 1, step: 1, oninput: () => {
    model.set("stage", stages[slider.valueAsNumber].name);
    model.save_changes();
    const one = stages[slider.valueAsNumber];
    say(`${one.name}. ${one.measured}. ${one.says}`);
  } });
  const title = make("span", {});
  const seen = make("div", { class: "text seen" });
  function read() {
    const one = stages[where()];
    slider.value = where();
    slider.setAttribute("aria-valuetext", `${where() + 1} of ${stages.length}: ${one.name}`);
    title.textContent = `${where() + 1} of ${stages.length}: ${one.name}`;
    seen.replaceChildren(make("strong", {}, `${one.measured}.`), " ", ...sentence(one));
  }
  read();
  const label = make("label", {}, make("strong", {}, `${name[0].toUpperCase()}${name.slice(1)}, stage`), slider);
  return {
    read, lookAt: () => stages[where()].look_at,
    top: [make("div", { class: "row course" }, label, title)], words: [seen], about: [make("p", { class: "help" }, ...sentence(about))],
  };
}

function render({ model, el }) {
  let parts = [];
  const canvas = make("canvas", { tabindex: "0", role: "application", "aria-roledescription": "3-D view" });
  const svg = (tag, attributes, inside, words = "") => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.textContent = words;
    inside.append(node);
    return node;
  };
  const stage = make("div", { class: "stage" }, canvas);
  const overlay = svg("svg", { "aria-hidden": "true", class: "labels" }, stage);
  const compass = svg("svg", { "aria-hidden": "true", class: "compass", viewBox: "-70 -44 140 88" }, stage);
  const notice = make("p", { class: "notice", role: "alert" });
  notice.hidden = true;
  const live = make("p", { class: "live unseen", role: "status", "aria-live": "polite" });
  const text = make("div", { class: "text picked" });
  const labels = make("input", { type: "checkbox", onchange: () => touch() });
  labels.checked = true;
  const choose = (words, options, onchange) => {
    const select = make("select", { onchange: () => onchange(select.value) });
    for (const [value, shown] of options) select.append(make("option", { value }, shown));
    return [make("label", {}, make("span", {}, words), select), select];
  };
  const slide = (words, value, max, oninput) => {
    const input = make("input", { type: "range", min: 0, max, value, oninput: () => oninput(input.valueAsNumber) });
    return [make("label", {}, make("span", {}, words), input), input];
  };
  const [boneLabel, bone] = choose("Bone", [], (value) => pick(value, ""));
  const [structureLabel, structure] = choose("Structure", [], (value) => pick(bone.value || parts[0].name, value));
  const [axisLabel, axis] = choose("Cut", CUTS, () => { depth.disabled = !axis.value; touch(); });
  const [depthLabel, depth] = slide("How deep", 50, 100, () => touch());
  const [whoLabel, who] = choose("what", [], () => { clear.value = 100 * (1 - opacityOf(who.value)); });
  const [clearLabel, clear] = slide("how much", 0, 90, (value) => {
    for (const part of parts) if (!who.value || part.name === who.value) part.opacity = 1 - value / 100;
    touch();
  });
  axis.value = model.get("course").cut ? model.get("side") : "";
  depth.disabled = !axis.value;
  const opacityOf = (wanted) => (parts.find((part) => !wanted || part.name === wanted) ?? { opacity: 1 }).opacity;
  const sides = make("fieldset", { class: "row sides" }, make("legend", {}, "Seen from"));
  for (const name of Object.keys(SIDES)) sides.append(make("button", { type: "button", onclick: () => look(name) }, name));
  const button = (name, sign, onclick) => make("button", { type: "button", "aria-label": name, title: name, onclick }, sign);
  const tools = make("div", { class: "tools" }, make("label", {}, labels, make("span", {}, "labels")),
    button("Zoom out", "−", () => zoom(1 / 1.2)), button("Zoom in", "+", () => zoom(1.2)), button("Show all", "all", () => fit()));
  stage.append(tools, notice);
  const course = followed(model, (words) => say(words));
  const help = "Drag or arrow keys turn; with Shift they move. + and − zoom, or the wheel after a click; Home shows all. Left and right are the patient's. ";
  const fade = make("fieldset", { class: "row" }, make("legend", {}, "Fade"), whoLabel, clearLabel);
  const root = make("div", { class: "spinelab-theme spinelab-bones" }, make("div", { class: "face" }, sides, ...course.top, stage, live,
    text, ...course.words, make("div", { class: "row lists" }, boneLabel, structureLabel),
    make("div", { class: "more" }, make("div", { class: "row" }, axisLabel, depthLabel, fade), ...course.about,
      make("p", { class: "help" }, help, model.get("note")))));
  el.append(root);

  const view = { eye: side(model.get("side")), centre: [0, 0, 0], scale: 4, reach: 100, cut: [0, 0, 0, 1], picked: () => -1 };
  let bounds = [[0, 0, 0], [0, 0, 0]];
  let framed = bounds;
  let lookedAt = "";
  let draws = 0;
  let wanted = 0;
  let settling = 0;
  let gone = false;
  let screen = painter(canvas); // null without WebGL2, and after it was taken away

  const say = (words) => { live.textContent = words; };
  const pickedBone = () => model.get("picked").split("/")[0] || (parts.length === 1 ? parts[0].name : "");
  const pickedStructure = () => model.get("picked").split("/")[1] ?? "";

  function pick(name, structureName) {
    model.set("picked", name ? (structureName ? `${name}/${structureName}` : name) : "");
    model.save_changes();
  }

  function read() {
    const [name, wantedName] = [pickedBone(), pickedStructure()];
    const part = parts.find((one) => one.name === name);
    bone.value = name;
    structure.replaceChildren(make("option", { value: "" }, part ? "the whole" : "choose a bone first"));
    for (const one of part && part.structures.length > 1 ? [...part.structures].sort() : []) structure.append(make("option", { value: one }, one));
    structure.value = wantedName;
    structure.disabled = !part || part.structures.length < 2;
    text.replaceChildren();
    const known = model.get("structures")[wantedName || name];
    if (name) {
      const title = wantedName ? `${wantedName} (${spoken(name)})` : spoken(name);
      text.append(make("strong", {}, title), " ", ...(known ? sentence(known) : []));
      say(`${title}. ${known ? known.says : ""}`);
    } else text.append("Click a place, or choose from the lists, to read what it is.");
    touch();
  }

  const rows = ({ pose }) => [0, 3, 6].map((i) => pose.slice(i, i + 3));
  const standing = (part, point) => apply(rows(part), point).map((value, i) => value + part.pose[9 + i]);

  /** The lowest and the highest corner of a box around points. */
  const around = (points) => [Math.min, Math.max].map((most) => [0, 1, 2].map((i) => most(...points.map((point) => point[i]))));

  function measure() {
    const there = parts.filter((one) => one.pose);
    for (const part of there) {
      const corners = [...Array(8).keys()].map((corner) => [0, 1, 2].map((i) => part.low[i] + (corner & (1 << i) ? 65535 * part.stride[i] : 0)));
      part.ends = around(corners.map((corner) => standing(part, corner)));
      part.middle = part.ends[0].map((value, i) => (value + part.ends[1][i]) / 2);
    }
    bounds = around(there.flatMap((part) => part.ends));
    view.reach = Math.hypot(...bounds[1].map((value, i) => value - bounds[0][i]));
  }

  /** The scale at which what is framed fills the stage. */
  function filling() {
    const half = view.eye.map((row) => row.reduce((sum, value, i) => sum + (Math.abs(value) * (framed[1][i] - framed[0][i])) / 2, 0));
    return Math.min(((labels.checked ? 0.3 : 0.46) * canvas.width) / half[0], (0.46 * canvas.height) / half[1]);
  }

  /** Frames some bones and a little of what is around them, or all. */
  function fit(names = []) {
    const ends = parts.filter((part) => part.pose && names.includes(part.name)).flatMap((part) => part.ends);
    framed = ends.length ? around(ends).map((corner, i, [low, high]) => corner.map((value, k) => value + (i - 0.5) * 0.2 * (high[k] - low[k]))) : bounds;
    view.centre = framed[0].map((value, i) => (value + framed[1][i]) / 2);
    view.scale = filling();
    touch();
  }

  /** Changes what the scale depends on, and keeps how far one has zoomed. */
  function keepZoom(change) {
    const zoomed = view.scale / filling();
    change();
    view.scale = zoomed * filling();
    touch();
  }

  function look(name) {
    keepZoom(() => { view.eye = side(name); });
    say(`Seen from ${name === "above" || name === "below" ? name : name === "behind" ? "behind" : `the ${name}`}.`);
  }

  function readStage() {
    course.read();
    if (`${course.lookAt()}` === lookedAt) return;
    lookedAt = `${course.lookAt()}`;
    fit(course.lookAt());
  }

  function pose() {
    const poses = model.get("poses");
    for (const part of parts) part.pose = poses[part.name];
    for (const list of [bone, who]) for (const option of list.options) option.disabled = option.value !== "" && !poses[option.value];
    measure();
  }

  function reshape() {
    const shapes = model.get("shapes");
    const numbers = (view) => new Uint16Array(bytes(view).slice().buffer);
    for (const part of parts) {
      const shape = shapes[part.name];
      if (!shape && part.place === part.made.place) continue;
      Object.assign(part, part.made, shape && { low: shape.low, stride: shape.step, place: numbers(shape.place) });
      if (shape?.triangles) part.triangles = numbers(shape.triangles);
      screen?.load(part);
    }
    measure();
    touch();
  }

  function load() {
    const clearFirst = (model.get("course").clear ?? []).map((name) => [name, CLEAR]);
    const before = new Map([...clearFirst, ...parts.map((part) => [part.name, part.opacity])]);
    parts = unpack(model.get("parts"), model.get("geometry"));
    for (const part of parts) {
      Object.assign(part, { stride: part.step, opacity: before.get(part.name) ?? 1 });
      part.made = { low: part.low, stride: part.stride, place: part.place, triangles: part.triangles };
      screen?.load(part);
    }
    bone.replaceChildren(make("option", { value: "" }, "none"));
    who.replaceChildren(make("option", { value: "" }, "all"));
    boneLabel.hidden = whoLabel.hidden = parts.length === 1;
    for (const { name } of parts) for (const list of [bone, who]) list.append(make("option", { value: name }, spoken(name)));
    pose();
    reshape();
  }

  function paintNow() {
    wanted = 0;
    if (gone || !screen || !canvas.width) return;
    view.cut = [0, 0, 0, 1];
    if (axis.value) {
      const [right, up] = SIDES[axis.value];
      const towards = cross(right, up);
      const ends = bounds.map((corner) => dot(corner, towards));
      const most = Math.max(...ends);
      view.cut = [...towards, most - (depth.valueAsNumber / 100) * (most - Math.min(...ends))];
    }
    view.picked = (part) => {
      if (part.name !== pickedBone()) return -1;
      return pickedStructure() ? part.structures.indexOf(pickedStructure()) : parts.length > 1 ? -2 : -1;
    };
    screen.draw(parts, view);
    root.dataset.draws = draws += 1;
    overlay.replaceChildren();
    compass.replaceChildren();
    for (const name of Object.keys(SIDES)) {
      const [x, y] = apply(view.eye, side(name)[2]);
      if (Math.hypot(x, y) < 0.5) continue;
      svg("path", { d: `M0 0L${18 * x} ${-18 * y}` }, compass);
      svg("text", { x: 22 * x, y: 4 - 28 * y, "text-anchor": x > 0.4 ? "start" : x < -0.4 ? "end" : "middle" }, compass, name);
    }
    clearTimeout(settling);
    if (labels.checked) settling = setTimeout(annotate, 120);
  }

  function touch() {
    if (!wanted && !gone) wanted = requestAnimationFrame(paintNow);
  }

  function annotate() {
    if (gone || !screen) return;
    const { width, height } = canvas;
    const found = screen.names(parts, view);
    const own = parts.length === 1 ? parts[0] : parts.find((part) => part.name === pickedBone() && part.structures.length > 1);
    const holes = axis.value ? {} : own?.holes ?? {};
    const named = new Map(parts.filter(({ pose }) => pose).map((part) => [spoken(part.name), part]));
    const keyOf = (index, structureIndex) => { // a lid has the name of its bone, and in a view of one bone none
      const part = parts[index];
      const inner = part === own ? part.structures[structureIndex] : "";
      if (inner) return inner in holes ? "" : inner;
      return parts.length > 1 && LABELLED.has(part.kind) ? spoken(part.name) : "";
    };
    const onCanvas = (part, point) => { // from the lower left
      const at = apply(view.eye, standing(part, point).map((value, i) => value - view.centre[i]));
      return [width, height].map((size, i) => Math.round(size / 2 + view.scale * at[i]));
    };
    const aims = new Map([...named].filter(([, { body }]) => body).map(([key, part]) => [key, onCanvas(part, part.body)]));
    const ratio = width / stage.clientWidth;
    const ofBone = Math.max(LEAST_BONE[0] * view.scale, LEAST_BONE[1] * ratio);
    const seen = anchors(found, width, height, keyOf, (key) => {
      const part = named.get(key);
      return part ? [part.kind === "bone" ? ofBone : 0, Infinity] : [LEAST_SEEN * ratio, ENOUGH_SEEN * ratio * ratio];
    }, aims);
    for (const [key, places] of Object.entries(holes)) {
      const open = places.map((place) => onCanvas(own, place)).find((at) => enclosed(found, width, height, own.index, at));
      if (open) seen.push({ key, x: open[0], y: height - open[1], room: Infinity });
    }
    const across = ({ x, y }) => { // how much more of the model a leader to the left would cross than one to the right
      const start = 4 * width * (height - Math.round(y) - 1);
      let more = 0;
      for (let at = 0; at < width; at += 4) if (found[start + 4 * at]) more += at < x ? 1 : -1;
      return more;
    };
    const spots = seen.map((spot) => ({ key: spot.key, x: spot.x / ratio, y: spot.y / ratio, room: spot.room / ratio, order: parts.length > 1 ? across(spot) : spot.x }));
    const [wide, high] = [stage.clientWidth, stage.clientHeight];
    overlay.setAttribute("viewBox", `0 0 ${wide} ${high}`);
    const sorted = spots.sort((a, b) => a.order - b.order);
    const most = Math.floor((high - BELOW[0]) / (LINE + 4));
    const cheap = parts.length > 1 ? spots.filter(({ order }) => order < 0).length : Math.ceil(spots.length / 2);
    const atLeft = Math.max(spots.length - most, Math.min(most, cheap));
    const halves = [sorted.slice(0, atLeft), sorted.slice(atLeft)];
    halves.forEach((half, onRight) => {
      half.sort((a, b) => a.y - b.y);
      for (const spot of half) spot.lines = inLines(spot.key);
      const all = half.reduce((sum, { lines }) => sum + LINE * lines.length + 4, 0);
      const tall = ({ lines }) => (LINE * lines.length + 4) * Math.min(1, (high - BELOW[onRight] - 8) / all);
      let [top, bottom] = [12, high - BELOW[onRight] + LINE];
      for (const spot of half) {
        spot.at = Math.max(spot.y, top);
        top = spot.at + tall(spot);
      }
      for (const spot of [...half].reverse()) {
        spot.at = Math.min(spot.at, bottom - tall(spot));
        bottom = spot.at;
      }
      for (const { x, y, at, lines, room } of half) {
        const edge = onRight ? wide - 6 : 6;
        const length = 6.4 * Math.max(...lines.map((line) => line.length)) + 6;
        const from = onRight ? Math.max(edge - length, x) : Math.min(edge + length, x);
        svg("path", { d: `M${from} ${at - 4 + (LINE / 2) * (lines.length - 1)}L${x} ${y}` }, overlay);
        svg("circle", { cx: x, cy: y, r: room < THIN ? 0 : 2.2 }, overlay);
        const words = svg("text", { y: at, "text-anchor": onRight ? "end" : "start" }, overlay);
        // The space between two lines stands where it does not move them.
        const [first, second] = lines.length < 2 ? lines : onRight ? [lines[0], ` ${lines[1]}`] : [`${lines[0]} `, lines[1]];
        svg("tspan", { x: edge }, words, first);
        if (second) svg("tspan", { x: edge, dy: LINE }, words, second);
      }
    });
  }

  const zoom = (factor) => { view.scale = Math.min(Math.max(view.scale * factor, 0.5), 400); touch(); };
  const turn = (a, b) => { view.eye = turned(view.eye, a, b); touch(); };
  const shift = (right, up) => {
    view.centre = view.centre.map((value, i) => value - (view.eye[0][i] * right + view.eye[1][i] * up) / view.scale);
    touch();
  };
  const keys = {
    ArrowLeft: () => turn(-TURN, 0), ArrowRight: () => turn(TURN, 0),
    ArrowUp: () => turn(0, -TURN), ArrowDown: () => turn(0, TURN),
    Home: () => fit(),
  };
  const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = event.shiftKey && moves[event.key];
    if (!move && !keys[event.key]) return;
    event.preventDefault();
    if (move) shift(move[0] * 0.05 * canvas.width, move[1] * 0.05 * canvas.width);
    else keys[event.key]();
  });
  const zooms = { "+": 1.2, "=": 1.2, "-": 1 / 1.2 };
  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    event.stopPropagation(); // JupyterLab would take plain keys for shortcuts of the notebook
    if (zooms[event.key]) zoom(zooms[event.key]);
  });
  canvas.addEventListener("wheel", (event) => {
    if (document.activeElement !== canvas) return;
    event.preventDefault();
    zoom(Math.exp(-event.deltaY * 0.0015));
  }, { passive: false });
  let drag = null;
  canvas.addEventListener("pointerdown", (event) => {
    canvas.focus();
    canvas.setPointerCapture(event.pointerId);
    drag = { x: event.clientX, y: event.clientY, far: 0 };
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
    drag = { x: event.clientX, y: event.clientY, far: drag.far + Math.hypot(dx, dy) };
    const ratio = canvas.width / canvas.clientWidth;
    if (event.shiftKey || event.buttons === 2) shift(dx * ratio, -dy * ratio);
    else turn(dx * 0.01, dy * 0.01);
  });
  canvas.addEventListener("pointerup", (event) => {
    if (drag && drag.far < 4 && screen) {
      const box = canvas.getBoundingClientRect();
      const x = Math.floor(((event.clientX - box.left) / box.width) * canvas.width);
      const y = Math.floor((1 - (event.clientY - box.top) / box.height) * canvas.height);
      const found = screen.names(parts, view);
      const i = 4 * (y * canvas.width + x);
      const part = parts[found[i] - 1];
      if (part) pick(part.name, part.structures.length > 1 ? part.structures[found[i + 1]] ?? "" : "");
      else pick("", "");
    }
    drag = null;
  });
  canvas.addEventListener("contextmenu", (event) => event.preventDefault());

  async function standIn(words) {
    notice.replaceChildren(words);
    notice.hidden = false;
    canvas.hidden = tools.hidden = true;
    stage.classList.add("still");
    overlay.replaceChildren();
    compass.replaceChildren();
    labels.disabled = axis.disabled = depth.disabled = clear.disabled = who.disabled = true;
    sides.querySelectorAll("button").forEach((button) => { button.disabled = true; });
    if (!model.get("picture")) {
      model.set("picture_wanted", true);
      model.save_changes();
    }
    showPicture();
  }
  function showPicture() {
    notice.querySelector("img")?.remove();
    if (!notice.hidden && model.get("picture")) notice.append(make("img", { src: model.get("picture"), alt: model.get("alt") }));
  }
  canvas.addEventListener("webglcontextlost", (event) => {
    event.preventDefault();
    if (gone) return;
    screen = null;
    standIn("The browser took the 3-D view away, as it does when many are open. Run the cell again to bring it back.");
  });

  const resize = () => {
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    const [width, height] = [Math.round(stage.clientWidth * ratio), Math.round(stage.clientHeight * ratio)];
    if (!width || (width === canvas.width && height === canvas.height)) return;
    keepZoom(() => Object.assign(canvas, { width, height }));
    if (canvas.dataset.sized) return;
    canvas.dataset.sized = "yes";
    fit(course.lookAt());
  };
  const watch = new ResizeObserver(resize);
  const listeners = {
    "change:picked": read, "change:poses": () => { pose(); touch(); }, "change:shapes": reshape,
    "change:parts": () => { load(); fit(); read(); }, "change:picture": showPicture, "change:stage": readStage,
  };
  for (const [name, f] of Object.entries(listeners)) model.on(name, f);
  load();
  lookedAt = `${course.lookAt()}`;
  canvas.setAttribute("aria-label", `${parts.length === 1 ? parts[0].name : "The spine"} in three dimensions`);
  read();
  if (screen) watch.observe(stage);
  else standIn(NOTICE);

  return () => {
    gone = true;
    for (const [name, f] of Object.entries(listeners)) model.off(name, f);
    watch.disconnect();
    clearTimeout(settling);
    cancelAnimationFrame(wanted);
    screen?.end();
  };
}

export default { render };
