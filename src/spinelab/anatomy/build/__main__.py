"""`make spine`: the bones of `data/anatomy/*.yaml` as meshes, their pictures, and the table of sizes."""

from spinelab.anatomy.build.make import main

if __name__ == "__main__":
    main()
