# find_package(isms) gives isms::isms, the shared library, and isms::static. Installed as lib/cmake/isms/isms-config.cmake.
get_filename_component(_isms_lib "${CMAKE_CURRENT_LIST_DIR}/../.." ABSOLUTE)
get_filename_component(_isms_include "${_isms_lib}/../include" ABSOLUTE)

if(NOT TARGET isms::isms AND EXISTS "${_isms_lib}/${CMAKE_SHARED_LIBRARY_PREFIX}isms${CMAKE_SHARED_LIBRARY_SUFFIX}")
  add_library(isms::isms SHARED IMPORTED)
  set_target_properties(isms::isms PROPERTIES
    IMPORTED_LOCATION "${_isms_lib}/${CMAKE_SHARED_LIBRARY_PREFIX}isms${CMAKE_SHARED_LIBRARY_SUFFIX}"
    INTERFACE_INCLUDE_DIRECTORIES "${_isms_include}")
endif()

if(NOT TARGET isms::static AND EXISTS "${_isms_lib}/libisms.a")
  add_library(isms::static STATIC IMPORTED)
  set_target_properties(isms::static PROPERTIES
    IMPORTED_LOCATION "${_isms_lib}/libisms.a"
    INTERFACE_INCLUDE_DIRECTORIES "${_isms_include}")
  if(CMAKE_SYSTEM_NAME STREQUAL "Linux")
    set_target_properties(isms::static PROPERTIES INTERFACE_LINK_LIBRARIES "gcc_s;util;rt;pthread;m;dl;c")
  endif()
endif()

unset(_isms_lib)
unset(_isms_include)
