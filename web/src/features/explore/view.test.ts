import { expect, test } from "vitest";
import { cameraAddress, cameraOf, readView } from "./view";

test("where the map is looked at comes back from the address to a tenth of a pixel", () => {
  for (const scale of [0.02, 1, 37.5, 4_321, 9e6]) {
    const camera = { x: 12.3456789012, y: -0.0123456789, scale };
    const { camera: read } = readView({ camera: JSON.parse(JSON.stringify(cameraAddress(camera))) as unknown });
    const back = cameraOf(read);
    expect(Math.abs((back?.x ?? NaN) - camera.x) * scale).toBeLessThan(0.1);
    expect(Math.abs((back?.y ?? NaN) - camera.y) * scale).toBeLessThan(0.1);
    expect((back?.scale ?? 0) / scale).toBeCloseTo(1, 3);
  }
});

test("what is no place to look at shows the whole map", () => {
  for (const camera of [undefined, null, "1,2,3", [1, 2], [1, 2, 3, 4], [1, 2, 0], [1, 2, -3], [1, 2, 1e9], [1, null, 3], ["1", 2, 3], { x: 1 }]) {
    expect(readView({ camera }).camera).toBeUndefined();
  }
});
