#include "host/config/key_list.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace metastasim::config {
namespace {

Key diameter(ParamRef user) {
  Key key{"cell.*.diameter",
          KeyType::quantity,
          "um",
          {"17 um", "17 um", "4 um"},
          4,
          60,
          "Abramczyk 2015",
          "diameter of a cell",
          {},
          nullptr,
          {user}};
  return key;
}

TEST(KeyList, OneDescriptionInTwoPlacesIsOneKeyOfTwoProcesses) {
  std::vector<Key> keys;
  add_key(keys, diameter({3, false, 0}));
  add_key(keys, diameter({5, true, 2}));
  ASSERT_EQ(keys.size(), 1u);
  ASSERT_EQ(keys[0].params.size(), 2u);
  EXPECT_EQ(keys[0].params[1].process, 5u);
}

template <class Change>
std::string refusal(const Change& change) {
  std::vector<Key> keys{diameter({3, false, 0})};
  Key other = diameter({5, true, 2});
  change(other);
  try {
    add_key(keys, other);
  } catch (const std::logic_error& error) {
    return error.what();
  }
  return "";
}

TEST(KeyList, TwoDescriptionsOfOneKeySayTheSame) {
  const std::string said =
      "cell.*.diameter is described in two places, with another {} in the one than in the other";
  const auto expect = [&](const char* what, const auto& change) {
    std::string whole = said;
    EXPECT_EQ(refusal(change), whole.replace(whole.find("{}"), 2, what));
  };
  expect("type", [](Key& key) { key.type = KeyType::whole; });
  expect("unit", [](Key& key) { key.unit = "mm"; });
  expect("range", [](Key& key) { key.high = 61; });
  expect("default", [](Key& key) { key.defaults.human = "16 um"; });
  expect("source", [](Key& key) { key.source = "assumed"; });
  expect("meaning", [](Key& key) { key.meaning = "its size"; });
}

}  // namespace
}  // namespace metastasim::config
