#include <filesystem>

#include <gtest/gtest.h>

#include "core/source/photo.h"
#include "tests/core/base/temporary_folder.h"

namespace ptycho {
namespace {

TEST(ListPhotos, sortsByTheBytesOfTheName) {
  const TemporaryFolder folder;
  for (const char* name : {"b.JPG", "a10.png", "a2.jpeg", "A.Jpg", "\xc3\xa4.png", "z.PNG"}) folder.write(name, "x");
  const auto photos = listPhotos(folder.path());
  ASSERT_TRUE(photos) << photos.error().text();
  std::vector<std::string> names;
  for (const auto& photo : *photos) names.push_back(photo.filename().string());
  EXPECT_EQ(names, (std::vector<std::string>{"A.Jpg", "a10.png", "a2.jpeg", "b.JPG", "z.PNG", "\xc3\xa4.png"}));
}

TEST(ListPhotos, passesOverEverythingElse) {
  const TemporaryFolder folder;
  for (const char* name : {"photo.jpg", "notes.txt", "photo.tif", "jpg", ".hidden.png", "._photo.jpg"}) {
    folder.write(name, "x");
  }
  std::filesystem::create_directory(folder.path() / "folder.png");
  std::filesystem::create_symlink("nowhere", folder.path() / "broken.png");
  std::filesystem::create_symlink("photo.jpg", folder.path() / "link.png");
  const auto photos = listPhotos(folder.path());
  ASSERT_TRUE(photos);
  ASSERT_EQ(photos->size(), 2u);
  EXPECT_EQ((*photos)[0].filename(), "link.png");
  EXPECT_EQ((*photos)[1].filename(), "photo.jpg");
}

TEST(ListPhotos, takesListsInTheirOrder) {
  const TemporaryFolder folder;
  const auto b = folder.write("b.jpg", "x");
  folder.write("a.png", "x");
  const auto list = folder.write("worst.txt", "# the worst\r\n" + b.string() + "\r\n\na.png\n");
  const auto photos = listPhotos(list);
  ASSERT_TRUE(photos) << photos.error().text();
  EXPECT_EQ(*photos, (std::vector<std::filesystem::path>{b, folder.path() / "a.png"}));
  const auto wrong = listPhotos(folder.write("wrong.txt", "a.png\nnowhere.jpg\n"));
  ASSERT_FALSE(wrong);
  EXPECT_NE(wrong.error().message.find("line 2"), std::string::npos);
  EXPECT_FALSE(listPhotos(folder.write("empty.txt", "# nothing\n")));
  EXPECT_FALSE(listPhotos(folder.write("self.txt", "self.txt\n")));
}

TEST(ListPhotos, refusesEmptyAndMissingFolders) {
  const TemporaryFolder folder;
  const auto empty = listPhotos(folder.path());
  ASSERT_FALSE(empty);
  EXPECT_EQ(empty.error().where, folder.path().string());
  EXPECT_NE(empty.error().message.find("no JPEG or PNG"), std::string::npos);
  const auto missing = listPhotos(folder.path() / "nowhere");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::NotFound);
  const auto file = listPhotos(folder.write("photo.jpg", "x"));
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().code, ErrorCode::BadInput);
  for (const auto& result : {empty, missing, file}) EXPECT_EQ(result.error().exitCode(), 2);
}

}  // namespace
}  // namespace ptycho
