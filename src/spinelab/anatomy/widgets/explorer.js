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
const LABELLED = new Set(["bone", "pannus", "cord"]);
// What a label needs to see of what it names. Of a structure: so many pixels to each side, or so many in all, as of the
// thin wall of a hole. Of a bone in a column: mm, or at least pixels, to each side. Of the rest, which may be thin: any.
const LEAST_SEEN = 4;
const ENOUGH_SEEN = 400;
const LEAST_BONE = [2, 1.5];
const LINE = 13;
const NOTICE = "This browser shows no 3-D view, because WebGL2 is off or missing. A picture stands here instead; "
  + "the lists below still tell what each structure is.";

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
uniform vec4 cut;
uniform vec3 colour;
uniform float opacity;
out vec4 paint;
void main() {
  if (dot(body, cut.xyz) > cut.w) discard;
  vec3 n = normalize(facing);
  vec3 tint = mix(colour, vec3(0.25, 0.62, 0.95), 0.85 * smoothstep(0.3, 0.7, chosen));
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
const LID = `#version 300 es
precision highp float;
in float chosen;
uniform vec3 colour;
out vec4 paint;
void main() {
  paint = vec4(mix(colour, vec3(0.25, 0.62, 0.95), 0.85 * chosen), 1.0);
}`;

const NAME_OF_LID = `#version 300 es
precision highp float;
uniform int part;
out vec4 paint;
void main() {
  paint = vec4(float(part + 1), 255.0, 0.0, 255.0) / 255.0;
}`;

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
  const lid = program(LID);
  const nameOfLid = program(NAME_OF_LID);
  const solids = new Map();
  const lids = gl.createVertexArray(); // a square across each of the three axes
  gl.bindVertexArray(lids);
  gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
  const square = [[0, 0], [1, 0], [0, 1], [1, 1]];
  const squares = [...square.map(([i, j]) => [0, i, j, 0]), ...square.map(([i, j]) => [i, 0, j, 0]), ...square.map(([i, j]) => [i, j, 0, 0])];
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
  function close(open, using, part, view) {
    const across = view.cut.findIndex((value) => value);
    if (across > 2) return;
    gl.enable(gl.STENCIL_TEST);
    gl.stencilFunc(gl.ALWAYS, 0, 255);
    gl.stencilOpSeparate(gl.FRONT, gl.KEEP, gl.KEEP, gl.DECR_WRAP);
    gl.stencilOpSeparate(gl.BACK, gl.KEEP, gl.KEEP, gl.INCR_WRAP);
    gl.colorMask(false, false, false, false);
    gl.depthMask(false);
    gl.disable(gl.DEPTH_TEST);
    one(open, part, view);
    gl.colorMask(true, true, true, true);
    gl.depthMask(true);
    gl.enable(gl.DEPTH_TEST);
    gl.stencilFunc(gl.NOTEQUAL, 0, 255);
    gl.stencilOp(gl.ZERO, gl.ZERO, gl.ZERO);
    use(using, view);
    const along = [0, 1, 2].map((i) => (i === across ? 0 : 4 * view.reach));
    gl.uniform3fv(using.at("low"), view.centre.map((value, i) => (i === across ? view.cut[3] * view.cut[i] : value - along[i] / 2)));
    gl.uniform3fv(using.at("stride"), along);
    gl.uniformMatrix3fv(using.at("turn"), false, [1, 0, 0, 0, 1, 0, 0, 0, 1]);
    gl.uniform3fv(using.at("shift"), [0, 0, 0]);
    gl.uniform1i(using.at("picked"), view.picked(part) === -2 ? 0 : -1);
    gl.uniform1i(using.at("part"), part.index);
    gl.uniform3fv(using.at("colour"), CUT_COLOURS[part.kind] ?? COLOURS[part.kind] ?? COLOURS.bone);
    gl.bindVertexArray(lids);
    gl.drawArrays(gl.TRIANGLE_STRIP, 4 * across, 4);
    gl.disable(gl.STENCIL_TEST);
    use(open, view);
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
      close(paint, lid, part, view);
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
      if (part.opacity >= 1) close(name, nameOfLid, part, view);
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
 * slivers: those with no room for `least(name)` pixels to each side, and fewer than `enough` in all.
 */
function anchors(found, width, height, keyOf, least, enough) {
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
    if (!numbers.has(key)) numbers.set(key, spots.push({ key, least: least(key), count: 0, x: 0, y: 0, best: -Infinity }) - 1);
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
    if (!spot || (depth[at] * step <= spot.least && spot.count * step * step < enough)) return;
    const best = depth[at] - 0.08 * Math.hypot(x - spot.x / spot.count, y - spot.y / spot.count);
    if (best > spot.best) Object.assign(spot, { best, atX: x, atY: y });
  });
  return spots.filter((spot) => spot?.best > -Infinity).map(({ key, atX, atY }) => ({ key, x: atX * step, y: height - atY * step }));
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

/** The slider through the stages of a disease, and what is measured and seen at the one that is shown. */
function followed(model, say) {
  const { name, stages, ...about } = model.get("course");
  if (!stages) return { rows: [], read: () => {} };
  const where = () => Math.max(0, stages.findIndex((one) => one.name === model.get("stage")));
  const slider = make("input", { type: "range", min: 0, max: stages.length - 1, step: 1, oninput: () => {
    model.set("stage", stages[slider.valueAsNumber].name);
    model.save_changes();
    const one = stages[slider.valueAsNumber];
    say(`${one.name}. ${one.measured}. ${one.says}`);
  } });
  const title = make("span", {});
  const seen = make("div", { class: "text" });
  function read() {
    const one = stages[where()];
    slider.value = where();
    slider.setAttribute("aria-valuetext", `${where() + 1} of ${stages.length}: ${one.name}`);
    title.textContent = `${where() + 1} of ${stages.length}: ${one.name}`;
    seen.replaceChildren(make("strong", {}, `${one.measured}.`), " ", ...sentence(one));
  }
  read();
  const label = make("label", {}, make("strong", {}, `${name[0].toUpperCase()}${name.slice(1)}, stage`), slider);
  return { read, rows: [make("div", { class: "row course" }, label, title), seen, make("p", { class: "help" }, ...sentence(about))] };
}

function render({ model, el }) {
  let parts = [];
  const canvas = make("canvas", { tabindex: "0", role: "application", "aria-roledescription": "3-D view" });
  const overlay = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  overlay.setAttribute("aria-hidden", "true");
  const notice = make("p", { class: "notice", role: "alert" });
  notice.hidden = true;
  const stage = make("div", { class: "stage" }, canvas, overlay, notice);
  const live = make("p", { class: "live", role: "status", "aria-live": "polite" });
  const text = make("div", { class: "text" });
  const labels = make("input", { type: "checkbox", onchange: () => touch() });
  labels.checked = model.get("labels");
  const choose = (words, options, onchange) => {
    const select = make("select", { onchange: () => onchange(select.value) });
    for (const [value, shown] of options) select.append(make("option", { value }, shown));
    return [make("label", {}, make("span", {}, words), select), select];
  };
  const slide = (words, value, oninput) => {
    const input = make("input", { type: "range", min: 0, max: 100, value, oninput: () => oninput(input.valueAsNumber) });
    return [make("label", {}, make("span", {}, words), input), input];
  };
  const [boneLabel, bone] = choose("Bone", [], (value) => pick(value, ""));
  const [structureLabel, structure] = choose("Structure", [], (value) => pick(bone.value || parts[0].name, value));
  const [axisLabel, axis] = choose("Cut", CUTS, () => { depth.disabled = !axis.value; touch(); });
  const [depthLabel, depth] = slide("How deep", 50, () => touch());
  const [whoLabel, who] = choose("See through", [], () => { clear.value = 100 * (1 - opacityOf(who.value)); });
  const [clearLabel, clear] = slide("How clear", 0, (value) => {
    for (const part of parts) if (!who.value || part.name === who.value) part.opacity = 1 - value / 100;
    touch();
  });
  axis.value = model.get("course").cut ? model.get("side") : "";
  depth.disabled = !axis.value;
  const opacityOf = (wanted) => (parts.find((part) => !wanted || part.name === wanted) ?? { opacity: 1 }).opacity;
  const sides = make("fieldset", { class: "row" }, make("legend", {}, "Seen from"));
  for (const name of Object.keys(SIDES)) sides.append(make("button", { type: "button", onclick: () => look(name) }, name));
  sides.append(make("label", {}, labels, make("span", {}, "labels")));
  const course = followed(model, (words) => say(words));
  const help = make("p", { class: "help" }, "Drag or arrow keys turn; with Shift they move. + and − zoom, or the wheel after a click. Click a place to read its name. Home shows all.");
  const root = make("div", { class: "spinelab-bones" }, sides, stage, live, ...course.rows,
    make("div", { class: "row" }, boneLabel, structureLabel), text,
    make("div", { class: "row" }, axisLabel, depthLabel, whoLabel, clearLabel), help, make("p", { class: "help" }, model.get("note")));
  el.append(root);

  const view = { eye: side(model.get("side")), centre: [0, 0, 0], scale: 4, reach: 100, cut: [0, 0, 0, 1], picked: () => -1 };
  let bounds = [[0, 0, 0], [0, 0, 0]];
  let draws = 0;
  let wanted = 0;
  let settling = 0;
  let gone = false;
  const screen = painter(canvas);

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
    } else text.append("Click a place on the bone, or choose from the lists, to read what it is.");
    touch();
  }

  function measure() {
    const low = [Infinity, Infinity, Infinity];
    const high = [-Infinity, -Infinity, -Infinity];
    for (const part of parts.filter((one) => one.pose)) {
      const rows = [part.pose.slice(0, 3), part.pose.slice(3, 6), part.pose.slice(6, 9)];
      const ends = [[Infinity, Infinity, Infinity], [-Infinity, -Infinity, -Infinity]];
      for (let corner = 0; corner < 8; corner++) {
        const own = [0, 1, 2].map((i) => part.low[i] + (corner & (1 << i) ? 65535 * part.stride[i] : 0));
        apply(rows, own).forEach((value, i) => {
          const at = value + part.pose[9 + i];
          ends[0][i] = Math.min(ends[0][i], at);
          ends[1][i] = Math.max(ends[1][i], at);
        });
      }
      part.middle = [0, 1, 2].map((i) => (ends[0][i] + ends[1][i]) / 2);
      for (let i = 0; i < 3; i++) { low[i] = Math.min(low[i], ends[0][i]); high[i] = Math.max(high[i], ends[1][i]); }
    }
    bounds = [low, high];
    view.reach = Math.hypot(...high.map((value, i) => value - low[i]));
  }

  function fit() {
    const [low, high] = bounds;
    view.centre = [0, 1, 2].map((i) => (low[i] + high[i]) / 2);
    const half = view.eye.map((row) => row.reduce((sum, value, i) => sum + (Math.abs(value) * (high[i] - low[i])) / 2, 0));
    const room = labels.checked ? 0.3 : 0.46;
    view.scale = Math.min((room * canvas.width) / half[0], (0.46 * canvas.height) / half[1]);
  }

  function look(name) {
    view.eye = side(name);
    fit();
    say(`Seen from ${name === "above" || name === "below" ? name : name === "behind" ? "behind" : `the ${name}`}.`);
    touch();
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
    const before = new Map(parts.map((part) => [part.name, part.opacity]));
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
    clearTimeout(settling);
    if (labels.checked) settling = setTimeout(annotate, 120);
  }

  function touch() {
    if (!wanted && !gone) wanted = requestAnimationFrame(paintNow);
  }

  function svg(tag, attributes, words = "", inside = overlay) {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.textContent = words;
    inside.append(node);
    return node;
  }

  function annotate() {
    if (gone || !screen) return;
    const { width, height } = canvas;
    const found = screen.names(parts, view);
    const own = parts.length === 1 ? parts[0] : parts.find((part) => part.name === pickedBone() && part.structures.length > 1);
    const keyOf = (index, structureIndex) =>
      !own ? (LABELLED.has(parts[index].kind) ? spoken(parts[index].name) : "") : parts[index] === own ? own.structures[structureIndex] : "";
    const ratio = width / stage.clientWidth;
    const ofBone = Math.max(LEAST_BONE[0] * view.scale, LEAST_BONE[1] * ratio);
    const soft = new Set(parts.filter(({ kind }) => kind !== "bone").map((part) => part.name));
    const least = (key) => (own ? LEAST_SEEN * ratio : soft.has(key) ? 0 : ofBone);
    const enough = own ? ENOUGH_SEEN * ratio * ratio : Infinity;
    const spots = anchors(found, width, height, keyOf, least, enough).map((spot) => ({ ...spot, x: spot.x / ratio, y: spot.y / ratio }));
    const [wide, high] = [stage.clientWidth, stage.clientHeight];
    overlay.setAttribute("viewBox", `0 0 ${wide} ${high}`);
    const sorted = [...spots].sort((a, b) => a.x - b.x);
    const halves = [sorted.slice(0, Math.ceil(sorted.length / 2)), sorted.slice(Math.ceil(sorted.length / 2))];
    halves.forEach((half, onRight) => {
      half.sort((a, b) => a.y - b.y);
      for (const spot of half) spot.lines = inLines(spot.key);
      const all = half.reduce((sum, { lines }) => sum + LINE * lines.length + 4, 0);
      const tall = ({ lines }) => (LINE * lines.length + 4) * Math.min(1, (high - 16) / all);
      let [top, bottom] = [12, high - 8 + LINE];
      for (const spot of half) {
        spot.at = Math.max(spot.y, top);
        top = spot.at + tall(spot);
      }
      for (const spot of [...half].reverse()) {
        spot.at = Math.min(spot.at, bottom - tall(spot));
        bottom = spot.at;
      }
      for (const { x, y, at, lines } of half) {
        const edge = onRight ? wide - 6 : 6;
        const length = 6.4 * Math.max(...lines.map((line) => line.length)) + 6;
        const from = onRight ? Math.max(edge - length, x) : Math.min(edge + length, x);
        svg("path", { d: `M${from} ${at - 4 + (LINE / 2) * (lines.length - 1)}L${x} ${y}` });
        svg("circle", { cx: x, cy: y, r: 2.2 });
        const words = svg("text", { y: at, "text-anchor": onRight ? "end" : "start" });
        // The space between two lines stands where it does not move them.
        const [first, second] = lines.length < 2 ? lines : onRight ? [lines[0], ` ${lines[1]}`] : [`${lines[0]} `, lines[1]];
        svg("tspan", { x: edge }, first, words);
        if (second) svg("tspan", { x: edge, dy: LINE }, second, words);
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
    "+": () => zoom(1.2), "=": () => zoom(1.2), "-": () => zoom(1 / 1.2), Home: () => { fit(); touch(); },
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
  // JupyterLab would take plain keys for shortcuts of the notebook.
  root.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
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
    canvas.hidden = true;
    labels.disabled = axis.disabled = depth.disabled = clear.disabled = who.disabled = true;
    sides.querySelectorAll("button").forEach((button) => { button.disabled = true; });
    if (!model.get("picture")) {
      model.set("picture_wanted", true);
      model.save_changes();
    }
    showPicture();
  }
  function showPicture() {
    if (!notice.hidden && model.get("picture")) notice.append(make("img", { src: model.get("picture"), alt: model.get("alt") }));
  }
  canvas.addEventListener("webglcontextlost", (event) => {
    event.preventDefault();
    if (!gone) standIn("The browser took the 3-D view away, as it does when many are open. Run the cell again to bring it back.");
  });

  const resize = () => {
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    const [width, height] = [Math.round(stage.clientWidth * ratio), Math.round(stage.clientHeight * ratio)];
    if (!width || (width === canvas.width && height === canvas.height)) return;
    const first = !canvas.dataset.sized;
    const factor = width / canvas.width;
    canvas.width = width;
    canvas.height = height;
    if (first) fit();
    else view.scale *= factor;
    canvas.dataset.sized = "yes";
    touch();
  };
  const watch = new ResizeObserver(resize);
  const listeners = {
    "change:picked": read, "change:poses": () => { pose(); touch(); }, "change:shapes": reshape,
    "change:parts": () => { load(); fit(); read(); }, "change:picture": showPicture, "change:stage": course.read,
  };
  for (const [name, f] of Object.entries(listeners)) model.on(name, f);
  load();
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
