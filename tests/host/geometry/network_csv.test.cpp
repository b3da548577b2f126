#include "host/geometry/network_csv.hpp"

#include <gtest/gtest.h>

#include "kernels/core/error.hpp"
#include "tests/support/scratch.hpp"

namespace metastasim::geometry {
namespace {

using vessels::Network;

std::string refusal_of(const std::string& segments, const std::string& nodes = "") {
  const testing::Scratch folder;
  if (!nodes.empty()) folder.write("a.nodes.csv", nodes);
  try {
    read_network_csv(folder.write("a.csv", segments));
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(NetworkCsv, ACommaThatPartsNoColumnsShiftsNothingSilently) {
  const std::string head = "segment,from,to,diameter_um,length_um,remark\n";
  EXPECT_NE(
      refusal_of(head + "7,1,2,8,5,100,wide\n").find("a.csv:2: 7 values stand under 6 columns"),
      std::string::npos);
  const testing::Scratch folder;
  const Network n = read_network_csv(folder.write(
      "a.csv", "text," + head + "\"wide, long\",7,1,2,8,100, \"odd, too\" ,,\nx,8,2,3,8,100\n"));
  EXPECT_EQ(n.segments[0].length_um, 100);
  EXPECT_EQ(n.segments[1].id, 8u);
}

TEST(NetworkCsv, AnotherSeparatorIsToldAsSuch) {
  for (const char* table : {"segment;from;to;diameter_um;length_um\n1;1;2;8,5;100\n",
                            "segment\tfrom\tto\tdiameter_um\tlength_um\n1\t1\t2\t8\t100\n"})
    EXPECT_NE(
        refusal_of(table).find("a.csv:1: its columns are parted by semicolons or tabs: write"),
        std::string::npos)
        << refusal_of(table);
}

TEST(NetworkCsv, AValueWithoutItsKindIsNoCondition) {
  const std::string nodes = "node,x_um,y_um,z_um,boundary,value\n1,0,0,0,pressure,40\n2,9,0,0,,";
  const std::string tube = "segment,from,to,diameter_um\n1,1,2,8\n";
  for (const char* none : {"", "0", "nan"}) EXPECT_EQ(refusal_of(tube, nodes + none + "\n"), "");
  EXPECT_NE(refusal_of(tube, nodes + "10\n")
                .find("a.nodes.csv:3: the value 10 stands without its "
                      "kind: write pressure or flow"),
            std::string::npos);
}

}  // namespace
}  // namespace metastasim::geometry
