#pragma once
#include <string>
#include <vector>

#include "kernels/param.hpp"
#include "kernels/tissue/faces.hpp"

/// What a scenario says of the faces of a block, substance by substance:
///   oxygen_boundary = "held"               all six faces
///   oxygen_face = { low_x = "held" }        this one too
namespace metastasim::tissue {

enum class Face : int { zero_flux, held };

/// Base of the parameters of a substance with faces.
struct Boundary {
  Face all, low_x, high_x, low_y, high_y, low_z, high_z;

  /// Ghosts for a substance whose value where it is held is `value`.
  Faces faces(float value) const {
    const Face of[] = {low_x, high_x, low_y, high_y, low_z, high_z};
    const Faces held = held_at(value);
    Faces out = zero_flux();
    for (int i = 0; i < 6; ++i)
      if (all == Face::held || of[i] == Face::held) {
        out.mirror[i] = held.mirror[i];
        out.offset[i] = held.offset[i];
      }
    return out;
  }
};

/// The seven keys of a substance's boundary, as "site.*.oxygen_boundary" and
/// "site.*.oxygen_face.low_x". Where vessels supply the block nothing needs to come through its
/// faces, so zero flux is what is not written.
template <class Params>
void add_boundary(std::vector<ParamSpec>& specs, const std::string& substance) {
  const auto add = [&](const std::string& name, Face Boundary::*face, const char* which) {
    specs.push_back(param(name, static_cast<Face Params::*>(face), "1", 0, {0, 1}, "set-up",
                          std::string("what happens at ") + which, {"zero flux", "held"}));
  };
  const std::string key = "site.*." + substance;
  add(key + "_boundary", &Boundary::all, "the faces of the block");
  add(key + "_face.low_x", &Boundary::low_x, "the face where x begins");
  add(key + "_face.high_x", &Boundary::high_x, "the face where x ends");
  add(key + "_face.low_y", &Boundary::low_y, "the face where y begins");
  add(key + "_face.high_y", &Boundary::high_y, "the face where y ends");
  add(key + "_face.low_z", &Boundary::low_z, "the face where z begins");
  add(key + "_face.high_z", &Boundary::high_z, "the face where z ends");
}

}  // namespace metastasim::tissue
